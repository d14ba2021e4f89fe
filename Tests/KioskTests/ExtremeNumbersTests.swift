import Centre
import Evidence
import HTTP
import Testing

@testable import Kiosk

/// Certificates whose numbers are as large or small as CBOR allows. Anybody can make one and show it to
/// the door: whatever the verifier says, every screen and line that tells it must be able to.
@Suite struct ExtremeNumbersTests {
  private static let extremes: [Int64] = [
    .min, -1, 0, 2_932_896, 2_932_897, 10_000_000, 10_000_001, 253_402_300_799, 253_402_300_800,
    (1 << 53) - 1, 1 << 53, .max / 1_000, .max / 1_000 + 1, .max - 719_467, .max,
  ]
  private static let languages: [Language] = [.vi, .en]

  private let device = SigningKey()

  private func token() throws -> [UInt8] {
    let certificate = try DeviceCertificate.issue(
      device: "14464-1", notBefore: 0, expires: 253_402_300_799, publicKey: device.publicKey,
      root: Demonstration.rootKey)
    let claims = CertificateClaims(
      issuedAtSeconds: 1_795_000_000, number: "14464-1-2026-000012", holderName: "Đỗ Thị Hạnh",
      courseCode: "CD-001", title: "Kỹ thuật nuôi ốc nhồi", hoursTenths: 125, completedDay: 20_540,
      centre: "14464-1")
    return try CertificateToken.issue(
      claims: claims, deviceCertificate: certificate, key: device
    ).bytes
  }

  /// The value with one integer of it replaced, for each of its integers, within byte strings too.
  private func replaced(_ value: CBOR, by number: Int64) -> [CBOR] {
    switch value {
    case .integer: return [.integer(number)]
    case .text: return []
    case .tagged(let tag, let inner): return replaced(inner, by: number).map { .tagged(tag, $0) }
    case .bytes(let bytes):
      guard let inner = try? CBOR.decode(bytes) else { return [] }
      return replaced(inner, by: number).map { .bytes($0.encoded()) }
    case .array(let elements):
      return elements.indices.flatMap { index in
        replaced(elements[index], by: number).map { changed in
          .array(elements.enumerated().map { $0.offset == index ? changed : $0.element })
        }
      }
    case .map(let entries):
      return entries.indices.flatMap { index in
        let (key, value) = (entries[index].key, entries[index].value)
        let changed =
          replaced(key, by: number).map { CBOR.Entry($0, value) }
          + replaced(value, by: number).map { CBOR.Entry(key, $0) }
        return changed.map { entry in
          CBOR.map(entries.enumerated().map { $0.offset == index ? entry : $0.element })
        }
      }
    }
  }

  /// The same message with a signature of the device.
  private func signed(_ bytes: [UInt8]) throws -> [UInt8] {
    guard case .tagged(let tag, .array(let parts)) = try CBOR.decode(bytes), parts.count == 4 else {
      return bytes
    }
    let message = CBOR.array([.text("Signature1"), parts[0], .bytes([]), parts[2]])
    let signature = CBOR.bytes(try device.sign(message.encoded()))
    return CBOR.tagged(tag, .array(Array(parts[..<3]) + [signature])).encoded()
  }

  /// Tokens with every extreme in every place, as they are and signed by the device.
  private func tokens() throws -> [[UInt8]] {
    let token = try CBOR.decode(token())
    let forged = Self.extremes.flatMap { replaced(token, by: $0) }.map { $0.encoded() }
    return try forged + forged.map(signed)
  }

  @Test func `every report tells every token of extreme numbers`() throws {
    let texts = try Texts(directory: "\(DoorKiosk.assets)/text")
    let inspection = Inspection(trust: Trust(roots: RootList(roots: [])), today: 20_780)
    var verdicts: [String: Int] = [:]

    for token in try tokens() {
      let code = QRText.text(token: token, shortHost: "hoc.example")
      let verification = inspection.inspect(text: code)
      let report = VerificationReport(Judgement(verification))
      verdicts[verification.verdict.name, default: 0] += 1
      for language in Self.languages {
        #expect(!report.text(texts, language).isEmpty, "\(Hex.encode(token))")
      }
      #expect(throws: Never.self, "\(Hex.encode(token))") { try CanonicalValue(json: report.json) }
    }

    #expect(Set(verdicts.keys) == ["demonstration", "not-genuine", "unreadable"])
    #expect(verdicts.values.allSatisfy { $0 > 10 }, "\(verdicts)")
  }

  @Test func `the door answers every token of extreme numbers on its screen`() throws {
    let kiosk = try DoorKiosk()
    let pages = try Pages(assets: DoorKiosk.assets)
    let look = Look(try Request(method: "GET", target: "/", headers: Headers([]), body: []))
    let screen = VerdictScreen(desk: kiosk.desk, pages: pages, look: look)

    for token in try tokens() {
      let code = QRText.text(token: token, shortHost: "hoc.example")
      let page = screen.response(try kiosk.desk.inspect(text: code))
      #expect(page.status == .ok)
      #expect(page.text.contains("class=\"result verdict"), "\(Hex.encode(token))")
    }
  }

  @Test func `a certificate of the last integer harms nothing at the door`() throws {
    let kiosk = try DoorKiosk()
    let last = try replaced(CBOR.decode(token()), by: .max).map { $0.encoded() }

    for token in last {
      let code = QRText.text(token: token, shortHost: "hoc.example")
      let body = #"{"code":"\#(code)","source":"serial"}"#
      #expect(try kiosk.respond("POST", "/api/check-ins", body).text.contains("certificate"))
    }
    #expect(try kiosk.respond("GET", "/").status == .ok)
  }
}

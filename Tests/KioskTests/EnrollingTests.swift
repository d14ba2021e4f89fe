import Evidence
import Foundation
import HTTP
import Testing

@testable import Kiosk

@Suite struct EnrollingTests {
  private struct Offer {
    var key: PublicKey
    var root = SigningKey()
    var signer: SigningKey?
    var vkeyKind = NoteSignatureKind.cosignature

    func response() throws -> ClientResponse {
      let certificate = try DeviceCertificate.issue(
        device: "14464-1-a", notBefore: 0, expires: 2_000_000_000, publicKey: key,
        root: signer ?? root)
      let list = RootList(
        roots: [RootKey(key: root.publicKey, name: "Ninh Bình", notBeforeDay: 0)])
      let vkey = try NoteVerifier(name: "nb.example", kind: vkeyKind, key: root.publicKey).vkey
      let body = CanonicalValue.object([
        "province": .text("nb.example"), "vkey": .text(vkey), "token": .text("t"),
        "pullToken": .text("p"), "deviceCertificate": .text(Base64.encode(certificate.bytes)),
        "roots": try CanonicalValue(json: try list.json()), "time": .integer(1),
      ])
      return ClientResponse(status: .ok, headers: [:], body: try body.canonical())
    }
  }

  private func enrol(
    _ bed: Bed, _ response: @escaping () throws -> ClientResponse
  ) throws
    -> Enrolment
  {
    let enrolling = Enrolling(keys: bed.desk.keys, name: "Trung tâm") { _ in try response() }
    return try enrolling.enrol(url: "http://127.0.0.1:1/", code: "ABCD")
  }

  @Test func `what the province gives is kept in files for the service only`() throws {
    let bed = try Bed()
    let key = bed.desk.keys.device.publicKey

    let enrolment = try enrol(bed) { try Offer(key: key).response() }

    #expect(try bed.desk.keys.enrolment() == enrolment)
    #expect(enrolment.url == "http://127.0.0.1:1")
    #expect(enrolment.isProvince(bearer: "p"))
    #expect(!enrolment.isProvince(bearer: "t"))
    #expect(try bed.desk.balance().isEnrolled)
    let record = String(
      decoding: try Files.read("\(bed.folder)/keys/province.json", mostBytes: 4_096),
      as: UTF8.self)
    #expect(!record.contains("\"p\""))
  }

  @Test func `the kiosk signs for the key that it shows`() throws {
    let bed = try Bed()
    let key = bed.desk.keys.device.publicKey
    var bodies: [[UInt8]] = []
    let enrolling = Enrolling(keys: bed.desk.keys, name: "Trung tâm") { request in
      bodies.append(request.body ?? [])
      return try Offer(key: key).response()
    }

    _ = try enrolling.enrol(url: "http://127.0.0.1:1/", code: "ABCD")

    let body = try #require(bodies.first)
    var members = try CanonicalValue(json: body).object ?? [:]
    #expect(EnrolmentProof.isValid(in: members, by: key))
    members["log"] = .text(LogID.random().hex)
    #expect(!EnrolmentProof.isValid(in: members, by: key))
  }

  @Test func `a province whose root is offline enrols without a certificate`() throws {
    let bed = try Bed()
    let key = bed.desk.keys.device.publicKey

    let enrolment = try enrol(bed) {
      let response = try Offer(key: key).response()
      var members = try CanonicalValue(json: response.body).object ?? [:]
      members["deviceCertificate"] = nil
      let body = try CanonicalValue.object(members).canonical()
      return ClientResponse(status: .ok, headers: [:], body: body)
    }

    #expect(enrolment.deviceCertificate == nil)
    #expect(try bed.desk.keys.enrolment() == enrolment)
    let now = bed.now.wallMilliseconds / 1_000
    #expect(try bed.desk.certification.state(atSeconds: now) == .waiting)
    #expect(try bed.desk.keys.signer(atSeconds: now).certificate == nil)
  }

  @Test func `an answer that does not hang together changes nothing`() throws {
    let bed = try Bed()
    let key = bed.desk.keys.device.publicKey
    let offers = [
      Offer(key: SigningKey().publicKey), Offer(key: key, signer: SigningKey()),
      Offer(key: key, vkeyKind: .ed25519),
    ]

    for offer in offers {
      #expect(throws: Enrolling.Refused.self) { try enrol(bed) { try offer.response() } }
    }
    #expect(throws: Enrolling.Refused.self) {
      try enrol(bed) {
        ClientResponse(status: .ok, headers: [:], body: Array("<html>portal</html>".utf8))
      }
    }
    #expect(try bed.desk.keys.enrolment() == nil)
  }

  @Test func `the request names the centre, and a file's answer has no status`() throws {
    let bed = try Bed()
    let enrolling = Enrolling(keys: bed.desk.keys, name: "Trung tâm", centre: "14464-1") { _ in
      ClientResponse(status: .forbidden, headers: [:], body: [])
    }

    let request = try CanonicalValue(json: try enrolling.request(code: nil)).object
    #expect(request?["centre"]?.text == "14464-1")
    let byFile = #expect(throws: Enrolling.Refused.self) {
      _ = try enrolling.take(carried: Array("garbage".utf8), url: nil)
    }
    #expect(byFile?.description == "this is no answer to an enrolment request")
    let byLine = #expect(throws: Enrolling.Refused.self) {
      _ = try enrolling.enrol(url: "http://127.0.0.1:1", code: "ABCD")
    }
    #expect(byLine?.description.hasPrefix("status 403: ") == true)
  }

  @Test func `the authority is kept before the token, and not for a province that refuses`() throws
  {
    let bed = try Bed()
    let key = bed.desk.keys.device.publicKey
    let file = ProvinceAuthority.path(data: bed.folder)
    func enrol(_ response: @escaping () throws -> ClientResponse) throws {
      _ = try Enrolling(
        keys: bed.desk.keys, name: "Trung tâm", authority: Array("new".utf8),
        send: { _ in try response() }
      ).enrol(url: "http://127.0.0.1:1/", code: "ABCD")
    }

    #expect(throws: Enrolling.Refused.self) {
      try enrol { ClientResponse(status: .forbidden, headers: [:], body: []) }
    }
    #expect(!Files.exists(file))
    try enrol { try Offer(key: key).response() }

    #expect(try Files.read(file, mostBytes: 100) == Array("new".utf8))
    // What cannot be kept leaves no token for a line that is not trusted.
    try FileManager.default.removeItem(atPath: file)
    try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: true)
    let before = try bed.desk.keys.enrolment()
    #expect(throws: (any Error).self) {
      try enrol { try Offer(key: key, root: SigningKey()).response() }
    }
    #expect(try bed.desk.keys.enrolment() == before)
  }

  @Test func `a used code is refused in the province's words`() throws {
    let bed = try Bed()
    let body = Array(#"{"code":"used","detail":"The code was used.","status":403}"#.utf8)

    let error = #expect(throws: Enrolling.Refused.self) {
      try enrol(bed) { ClientResponse(status: .forbidden, headers: [:], body: body) }
    }

    #expect(error == Enrolling.Refused(status: 403, detail: "The code was used."))
  }
}

import Evidence
import HTTP
import Store
import Synchronization
import Testing

@testable import Kiosk

/// What a kiosk fetches from its province after a hello.
@Suite struct DownstreamTests {
  /// A kiosk whose province answers for the roots of `keys`.
  private func pair(daysLeft: Int64? = 300) throws -> (Bed, ScriptedProvince, ProvinceKeys) {
    let bed = try Bed()
    let keys = try ProvinceKeys(bed)
    let province = try ScriptedProvince(bed)
    let certificate = try daysLeft.map { try keys.certificate(bed, days: $0) }
    try province.enrol(certificate: certificate, roots: keys.roots)
    return (bed, province, keys)
  }

  private func asked(_ province: ScriptedProvince, _ word: String) -> Int {
    province.requests.count { $0.contains(word) }
  }

  @Test func `the bundle is fetched at most once an hour, and only when it changed`() throws {
    let (bed, province, keys) = try pair()
    let bytes = try keys.bundle()
    let tags = Mutex<[String?]>([])
    province.on("bundle") { request in
      tags.withLock { $0.append(request.header("If-None-Match")) }
      #expect(request.path == "/v1/bundle")
      #expect(request.header("Authorization") == nil)
      return request.header("If-None-Match") == "\"a1\""
        ? .empty(.notModified)
        : .bytes(bytes, contentType: TrustBundle.mediaType).with("ETag", "\"a1\"")
    }
    let worker = province.worker()

    #expect(try worker.step() == .balanced)
    bed.wait(seconds: 3_599)
    _ = try worker.step(isForced: true)
    #expect(asked(province, "bundle") == 1)
    bed.wait(seconds: 1)
    _ = try worker.step(isForced: true)
    _ = try province.worker().step(isForced: true)

    #expect(tags.withLock { $0 } == [nil, "\"a1\"", "\"a1\""])
    #expect(try bed.desk.heldTrust().bundle?.bytes == bytes)
  }

  @Test func `an answer under which the line breaks is not asked for at every turn`() throws {
    let (bed, province, _) = try pair()
    let asked = Mutex(0)
    let worker = SyncWorker(
      store: bed.desk.store, keys: bed.desk.keys, clock: bed.desk.clock,
      settings: bed.desk.settings.sync, logger: Bed.quiet,
      send: { request in
        guard request.url.hasSuffix("/v1/bulletin") else { return try Client().send(request) }
        asked.withLock { $0 += 1 }
        throw ClientError(operation: "send", reason: .timeout, code: 28, message: "cut")
      })

    for _ in 0..<3 { _ = try worker.step(isForced: true) }
    #expect(asked.withLock { $0 } == 1)
    #expect(self.asked(province, "bundle") == 1, "the short list is asked for as well")
    bed.wait(seconds: 3_600)
    _ = try worker.step(isForced: true)

    #expect(asked.withLock { $0 } == 2)
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let answer: @Sendable () throws -> Response
    var testDescription: String { name }
  }

  static let strange = [
    Case(name: "a captive portal's page", answer: { .html("<h1>Wi-Fi</h1>") }),
    Case(name: "none made yet", answer: { .empty(.notFound) }),
    Case(name: "500", answer: { .empty(.internalServerError) }),
    Case(name: "not modified, though nothing is held", answer: { .empty(.notModified) }),
    Case(name: "a redirect", answer: { .redirect(to: "http://portal.example/") }),
  ]

  @Test(arguments: strange)
  func `a strange answer changes nothing and stops no transfer`(_ given: Case) throws {
    let (bed, province, _) = try pair(daysLeft: 10)
    let held = try bed.desk.keys.enrolment()
    province.on(["bundle", "certificate-request"]) { _ in try given.answer() }

    #expect(try province.worker().step() == .balanced)

    #expect(try bed.desk.heldTrust().bundle == nil)
    #expect(try bed.desk.keys.enrolment() == held)
    #expect(asked(province, "certificate-request") == 1)
  }

  @Test func `a kiosk that waits asks once a day and is certified when the root has signed`() throws
  {
    let (bed, province, keys) = try pair(daysLeft: nil)
    let json = try keys.answer(bed, try keys.certificate(bed))
    let isSigned = Mutex(false)
    province.on("certificate-request") { request in
      #expect(request.header("Authorization") == "Bearer kiosk-token")
      #expect(request.contentType == "application/json")
      _ = try CertificateRequest(json: request.body)
      return isSigned.withLock { $0 }
        ? .json(json) : .json(Array(#"{"pending":true}"#.utf8), status: .accepted)
    }
    let worker = province.worker()

    #expect(try worker.step() == .balanced)
    _ = try worker.step(isForced: true)
    _ = try province.worker().step(isForced: true)
    #expect(asked(province, "certificate-request") == 1, "also after a restart")
    #expect(RenewalMark(directory: bed.desk.keys.directory)?.outcome == .pending)
    #expect(try bed.desk.certification.state(atSeconds: keys.now) == .waiting)
    isSigned.withLock { $0 = true }
    bed.wait(seconds: 86_400)
    _ = try worker.step(isForced: true)

    #expect(asked(province, "certificate-request") == 2)
    #expect(try bed.desk.keys.enrolment()?.deviceCertificate != nil)
    #expect(RenewalMark(directory: bed.desk.keys.directory)?.outcome == .certified)
  }

  @Test func `a withdrawn kiosk is told and asks again the next day only`() throws {
    let (bed, province, _) = try pair(daysLeft: 10)
    province.on("certificate-request") { _ in .empty(.forbidden) }
    let worker = province.worker()

    _ = try worker.step()
    _ = try worker.step(isForced: true)

    #expect(asked(province, "certificate-request") == 1)
    #expect(RenewalMark(directory: bed.desk.keys.directory)?.outcome == .refused)
  }

  @Test func `a log in trouble does not keep the list away, a hello that fails does`() throws {
    let (bed, province, keys) = try pair()
    let bytes = try keys.bundle()
    province.on(["bundle", "entries"]) { request in
      request.path == "/v1/bundle"
        ? .bytes(bytes, contentType: TrustBundle.mediaType)
        : try ScriptedProvince.problem(.unsupportedMediaType, ["code": .text("encoding")])
    }
    #expect(try province.worker().step() == .attention(.refused))
    #expect(try bed.desk.heldTrust().bundle != nil)

    let (_, silent, _) = try pair()
    silent.on("hello") { _ in .empty(.unauthorized) }
    _ = try silent.worker().step()
    #expect(silent.requests.count == 1)
  }
}

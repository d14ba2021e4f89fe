import Centre
import Evidence
import HTTP
import Store
import Testing

@testable import Kiosk

@Suite struct PullRoutesTests {
  static let targets = [
    "GET /.well-known/learning-kiosk", "GET /v1/log/checkpoint", "GET /v1/log/entries?start=0",
    "GET /v1/log/personal?start=0&end=1", "POST /v1/log/receipts",
  ]

  private func ask(
    _ bed: Bed, _ line: String, bearer: String? = "pull-token", body: String = "",
    ifNoneMatch tag: String? = nil, isCertified: Bool = false, time: String? = nil
  ) throws -> Response {
    var router = Router()
    PullRoutes(desk: bed.desk).addRoutes(to: &router)
    let parts = line.split(separator: " ").map(String.init)
    var headers: Headers = ["Content-Type": "text/plain"]
    headers["Authorization"] = bearer.map { "Bearer \($0)" }
    headers["If-None-Match"] = tag
    headers[ProvinceTime.header] = time
    var request = try Request(
      method: parts[0], target: parts[1], headers: headers, body: Array(body.utf8))
    request.isClientCertified = isCertified
    return router.respond(to: request)
  }

  @Test(arguments: targets)
  func `only who shows the province's token is answered`(_ target: String) throws {
    let bed = try Bed()
    #expect(try ask(bed, target).status == .unauthorized)
    try ScriptedProvince(bed).enrol()

    #expect(try ask(bed, target, bearer: nil).status == .unauthorized)
    #expect(try ask(bed, target, bearer: "").status == .unauthorized)
    #expect(try ask(bed, target, bearer: "kiosk-token").status == .unauthorized)
    #expect(try ask(bed, target).status != .unauthorized)
  }

  @Test func `pulled batches verify and add up to the checkpoint`() throws {
    let bed = try Bed()
    _ = try bed.earned()
    try ScriptedProvince(bed).enrol()
    let enrolment = try #require(try bed.desk.keys.enrolment())
    let log = OutgoingLog(
      store: bed.desk.store, keys: bed.desk.keys, enrolment: enrolment)
    var tree = CompactRange()

    while tree.size < (try bed.desk.store.logSize()) {
      let response = try ask(bed, "GET /v1/log/entries?start=\(tree.size)&max=3")
      guard case .bytes(let bytes) = response.body else { throw Unexpected() }
      #expect(response.headers["Content-Digest"] == ContentDigest.header(of: bytes))
      tree = try Batch(gzip: bytes).verify(
        extending: tree, origin: log.origin, key: try log.verifier())
      #expect(response.headers["ETag"] == "\"\(tree.root.hex)\"")
    }

    let note = try ask(bed, "GET /v1/log/checkpoint").text
    #expect(try Checkpoint(body: try SignedNote(text: note).body).root == tree.root)
    #expect(try ask(bed, "GET /v1/log/entries?start=\(tree.size)").status == .noContent)
    #expect(try ask(bed, "GET /v1/log/entries?start=\(tree.size + 1)").status.code == 416)
    #expect(try ask(bed, "GET /v1/log/entries?start=-1").status == .badRequest)
  }

  @Test func `the province's time comes with its question and is covered by the answer`() throws {
    let bed = try Bed()
    try ScriptedProvince(bed).enrol()
    let target = "GET /v1/log/checkpoint"
    let size = try bed.desk.store.logSize()
    let truth = Bed.start + 7_000
    let covered = { (time: String?) in
      try Checkpoint(body: try SignedNote(text: try ask(bed, target, time: time).text).body).size
    }

    #expect(try covered(nil) == size)
    #expect(try covered("\(truth)") == size + 1)
    let lines = try bed.desk.store.lines(from: size, to: size + 1)
    let event = try Event(line: try #require(lines.first))
    #expect(event.kind == "clock.sync")
    #expect(event.fields["st"] == .integer(truth))
    #expect(event.fields["rt"] == .integer(60_000))
    bed.wait(seconds: 59)
    #expect(try covered("\(truth + 59_000)") == size + 1)
    bed.wait(seconds: 3_600)
    #expect(try covered("\(truth + 3_659_000)") == size + 2)
    // A time from before this program was written, as of a province whose own clock is at 1970.
    bed.wait(seconds: 3_600)
    #expect(try covered("7000") == size + 2)
    for nonsense in ["", "-5", "1e9", "9999999999999999999"] {
      #expect(try ask(bed, target, time: nonsense).status == .badRequest)
    }
    #expect(try ask(bed, target, bearer: "kiosk-token", time: "\(truth)").status == .unauthorized)
    #expect(try bed.desk.store.logSize() == size + 2)
  }

  @Test func `a pulled receipt is kept and a false one is refused`() throws {
    let bed = try Bed()
    let province = try ScriptedProvince(bed)
    try province.enrol()
    let note = try ask(bed, "GET /v1/log/checkpoint").text
    let issue = { (key: SigningKey) in
      try Receipt.issue(
        over: note, provinceName: ScriptedProvince.host, key: key, timeSeconds: 1_795_000_000)
    }

    let target = "POST /v1/log/receipts"
    #expect(try ask(bed, target, body: issue(SigningKey()).text).status.code == 422)
    #expect(try ask(bed, target, body: note).status.code == 422)
    #expect(try bed.desk.balance().confirmed == 0)
    #expect(try ask(bed, target, body: issue(province.key).text).status == .noContent)
    #expect(try bed.desk.balance().waiting == 0)
  }

  @Test func `a receipt without the kiosk's own signature is refused`() throws {
    let bed = try Bed()
    let province = try ScriptedProvince(bed)
    try province.enrol()
    let body = try SignedNote(text: try ask(bed, "GET /v1/log/checkpoint").text).body
    let stranger = try Checkpoint(body: body).signed(by: SigningKey())
    let receipt = try Receipt.issue(
      over: stranger, provinceName: ScriptedProvince.host, key: province.key,
      timeSeconds: 1_795_000_000)

    let answer = try ask(bed, "POST /v1/log/receipts", body: receipt.text)

    #expect(answer.status.code == 422)
    #expect(try bed.desk.balance().confirmed == 0)
  }

  @Test func `the personal values of certificates leave the kiosk and others do not`() throws {
    let bed = try Bed()
    let (resident, course) = try bed.earned()
    _ = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    try ScriptedProvince(bed).enrol()
    let size = try bed.desk.store.logSize()

    let response = try ask(bed, "GET /v1/log/personal?start=0&end=\(size)")

    guard case .bytes(let bytes) = response.body else { throw Unexpected() }
    let values = try PersonalDocument(gzip: bytes).values
    #expect(values.map(\.field) == ["name", "token"])
    #expect(values[0].value == "Đỗ Thị Hạnh")
  }

  @Test func `a range that ended below a checkpoint is the same for ever, and asked for once`()
    throws
  {
    let bed = try Bed()
    _ = try bed.earned()
    try ScriptedProvince(bed).enrol()
    let target = "GET /v1/log/entries?start=0&max=2"
    let first = try ask(bed, target)
    let tag = try #require(first.headers["ETag"])
    #expect(first.headers["Cache-Control"]?.contains("immutable") == true)
    let last = try ask(bed, "GET /v1/log/entries?start=2")
    #expect(last.headers["Cache-Control"] == "private, no-cache")

    _ = try bed.addResident("Nguyễn Văn An")

    let again = try ask(bed, target, ifNoneMatch: tag)
    #expect(again.status == .notModified)
    #expect(again.headers["ETag"] == tag)
    let grown = try ask(
      bed, "GET /v1/log/entries?start=2", ifNoneMatch: last.headers["ETag"])
    #expect(grown.status == .ok)
  }

  @Test func `a client certificate of the named authority stands for the token`() throws {
    let bed = try Bed()
    try ScriptedProvince(bed).enrol()

    #expect(try ask(bed, "GET /v1/log/checkpoint", bearer: nil, isCertified: true).status == .ok)
  }
}

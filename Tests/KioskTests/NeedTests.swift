import Centre
import Evidence
import HTTP
import Store
import Synchronization
import Testing

@testable import Kiosk

@Suite struct NeedTests {
  static let all: [Need] = [
    .diskFull, .cannotSave, .database, .disk(percent: 91), .clock, .enrolment, .signed,
    .notEnrolled, .certificate, .ending(daysLeft: 12), .over, .list(day: 20_700), .listDamaged,
    .screen, .printing, .scanner, .numbers,
  ]

  @Test(arguments: Language.allCases)
  func `every need has a sentence and advice in both languages`(language: Language) throws {
    let texts = try Texts(directory: "\(DeskRoomsBed.assets)/text")
    for need in Self.all + Attention.allCases.map({ .sync($0.rawValue) }) {
      let key = NeedList.key(of: need)
      #expect(texts.text(named: key, language) != nil, "\(key)")
      #expect(texts.text(named: "\(key)Do", language) != nil, "\(key)Do")
    }
    #expect(Set(Self.all.map(\.code)).count == Self.all.count)
  }

  private func enrolled(
    daysLeft: Int64? = 300, quality: ClockQuality = .networkTime
  ) throws -> (
    Bed, ProvinceKeys
  ) {
    let bed = try Bed(quality: quality)
    let province = try ProvinceKeys(bed)
    try province.enrol(
      bed, certificate: try daysLeft.map { try province.certificate(bed, days: $0) })
    return (bed, province)
  }

  /// The disk of the machine that runs the tests is none of their business.
  private func needs(_ bed: Bed) throws -> [Need] {
    try bed.desk.needs().filter { $0.code != "disk" }
  }

  @Test func `a kiosk in order needs nobody`() throws {
    let (bed, _) = try enrolled()
    #expect(try needs(bed).isEmpty)
  }

  @Test func `one that belongs to no province says so, one with damaged files says that`() throws {
    let bed = try Bed()
    #expect(try needs(bed) == [.notEnrolled])
    #expect(!bed.desk.condition().attention.contains("notEnrolled"))
    let (other, _) = try enrolled()
    try Files.write("{}", to: "\(other.desk.keys.directory)/province.json")
    #expect(try needs(other) == [.enrolment])
  }

  @Test(
    arguments: [
      (nil, Need.certificate), (12, .ending(daysLeft: 12)), (-1, .over),
    ] as [(Int64?, Need)])
  func `the end of the certificate is told`(daysLeft: Int64?, expected: Need) throws {
    let (bed, _) = try enrolled(daysLeft: daysLeft.map { _ in 400 })
    if let daysLeft { bed.wait(seconds: (400 - daysLeft) * 86_400 - 60) }
    #expect(try needs(bed).contains(expected))
  }

  @Test func `an old list is told from the day on which verifiers say so`() throws {
    let (bed, province) = try enrolled()
    _ = try bed.desk.keys.trust.take(try province.bundle())
    bed.wait(seconds: 90 * 86_400)
    #expect(try !needs(bed).contains { $0.code == "list" })
    bed.wait(seconds: 86_400)
    #expect(try needs(bed).contains { $0.code == "list" })
    _ = try bed.desk.keys.trust.take(
      bulletin: try province.bulletin(
        1, bundle: province.bundle(after: 91 * 86_400), after: 91 * 86_400))
    #expect(try !needs(bed).contains { $0.code == "list" })
  }

  @Test func `several needs are all told, the gravest first`() throws {
    let (bed, _) = try enrolled(quality: .unset)
    try bed.desk.store.recordAttempt(
      atMilliseconds: 1, nextMilliseconds: nil, failures: 1, attention: "fork")
    bed.desk.damage.withLock { $0 = ["page 3"] }
    bed.desk.hasFailedToSave.withLock { $0 = true }
    #expect(try needs(bed) == [.cannotSave, .database, .clock, .sync("fork")])
    #expect(
      bed.desk.condition().attention.filter { $0 != "disk" }
        == ["cannotSave", "database", "clock", "fork"])
  }

  @Test func `the books balance in every state`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var random = Seeded(seed)
    let (bed, _) = try enrolled()
    for step in 0..<200 {
      switch Int.random(in: 0..<4, using: &random) {
      case 0: _ = try bed.addResident("Đỗ Thị \(letters(step))")
      case 1:
        let state = try bed.desk.store.syncState()
        let size = try bed.desk.store.logSize()
        let to = Int64.random(in: state.confirmedSize...size, using: &random)
        let range = try #require(try bed.desk.store.compactRange(at: to))
        try bed.desk.store.recordReceipt(text: "r", range: range, atSeconds: Int64(step))
      default:
        let reasons = Attention.allCases.map(\.rawValue)
        try bed.desk.store.recordAttempt(
          atMilliseconds: Int64(step), nextMilliseconds: nil,
          failures: Int.random(in: 0..<9, using: &random),
          attention: Bool.random(using: &random) ? reasons.randomElement(using: &random) : nil)
      }

      let books = try bed.desk.balance()

      #expect(books.recorded == books.confirmed + books.waiting + books.needsAttention)
      #expect(books.recorded == (try bed.desk.store.logSize()))
      #expect(books.confirmed >= 0 && books.waiting >= 0 && books.needsAttention >= 0)
      #expect(books.waiting == 0 || books.needsAttention == 0)
    }
  }

  @Test func `the desk lists what is needed with a button, for those who may press it`() throws {
    let bed = try DeskRoomsBed(isClockTrusted: false)
    try bed.addUsers()

    let page = try bed.get("/desk", as: .clerk).text
    #expect(page.contains("Giờ của máy chưa đáng tin") && page.contains("chưa ghi danh"))
    #expect(page.contains("href=\"/desk/transfers\""))
    let transfers = try bed.get("/desk/transfers", as: .viewer).text
    #expect(transfers.contains("Giờ của máy chưa đáng tin"))
    #expect(!transfers.contains("Xem cách ghi danh"), "no button leads to where one is")
    #expect(!transfers.contains("action=\"/desk/transfers/now\""))
  }

  @Test func `the button sends now, for director and clerk only`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()

    let answer = try bed.post("/desk/transfers/now", [:], as: .clerk)
    #expect(answer.status == .seeOther && answer.headers["Location"] == "/desk/transfers")
    #expect(try bed.post("/desk/transfers/now", [:], as: .viewer).status == .forbidden)
    #expect(try bed.post("/desk/transfers/now", [:], as: .clerk, csrf: "").status == .forbidden)
  }

  @Test func `the page of the bulletin shows what is made known today`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    #expect(try bed.get("/desk/bulletin", as: .viewer).text.contains("chưa có"))
    let today = Day(wallMilliseconds: bed.desk.clock.nowMilliseconds).daysSince1970
    let root = SigningKey()
    let status = SigningKey()
    let now = bed.desk.clock.nowMilliseconds / 1_000
    let roots = RootList(roots: [RootKey(key: root.publicKey, name: "NB", notBeforeDay: 0)])
    let certificate = try StatusCertificate.issue(
      notBefore: now - 60, expires: now + 86_400, publicKey: status.publicKey, root: root)
    try Files.write(try roots.json(), to: "\(bed.desk.keys.directory)/roots.json")
    let bundle = try TrustBundle.make(
      table: try StatusTable(highest: [:], withdrawn: [:]), address: "https://nb.example/v1/status",
      issuedAtSeconds: now, certificate: certificate,
      key: HybridKey(ed25519: status, mldsa65: nil), notices: [], roots: nil, companion: nil)
    let content = BulletinContent(
      sequence: 1_234, issuedAtSeconds: now, province: "nb.example", roots: roots, bundle: bundle,
      units: [
        BulletinUnit(code: "14464", name: "Gia Viễn", kind: "commune", parent: "37", fromDay: 1)
      ],
      announcements: [
        BulletinAnnouncement(
          id: 1, title: "Mở lớp <xóa mù>", text: "Dòng một\nDòng hai", fromDay: today, toDay: today),
        BulletinAnnouncement(id: 2, title: "Sau", text: "x", fromDay: today + 1, toDay: today + 1),
      ])
    _ = try bed.desk.keys.trust.take(
      bulletin: Bulletin.issue(content, certificate: certificate, key: status).bytes)

    let page = try bed.get("/desk/bulletin", as: .viewer).text

    for part in [
      "1.234", "Mở lớp &lt;xóa mù&gt;", "<p>Dòng hai</p>", "Xã Gia Viễn (14464)",
      "1 thông báo khác",
    ] { #expect(page.contains(part), "\(part)") }
    #expect(!page.contains(">Sau<"))
    #expect(try bed.get("/desk/transfers", as: .viewer).text.contains("số 1.234"))
  }
}

/// A name of two letters for each number below 676, since names have no digits.
func letters(_ number: Int) -> String {
  [number / 26, number % 26].map { String(UnicodeScalar(UInt8(65 + $0))) }.joined()
}

/// A generator that a seed repeats (Sebastiano Vigna, "splitmix64").
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

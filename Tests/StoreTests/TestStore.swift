import Centre
import Evidence
import Foundation
import GRDB

@testable import Store

/// A real store in a directory of its own, with a clock that the test moves.
final class TestStore {
  let directory: String
  private(set) var store: Store
  var now: ClockReading

  static let day = Day(daysSince1970: 20_541)

  init(settings: ((inout StoreSettings) -> Void)? = nil) throws {
    directory = NSTemporaryDirectory() + "store-" + UUID().uuidString
    now = ClockReading(
      boot: 1, bootMilliseconds: 60_000,
      wallMilliseconds: TestStore.day.startMilliseconds + 8 * 3_600_000, quality: .networkTime)
    var wanted = try TestStore.settings()
    settings?(&wanted)
    store = try Store(directory: directory, settings: wanted, now: now)
  }

  deinit {
    store.close()
    try? FileManager.default.removeItem(atPath: directory)
  }

  static func settings() throws -> StoreSettings {
    StoreSettings(centre: try CentreCode("14464-1"), version: "test")
  }

  /// Lets time pass on both clocks.
  func pass(seconds: Int64) {
    now.bootMilliseconds += seconds * 1000
    now.wallMilliseconds += seconds * 1000
  }

  /// Closes the store and opens it again, as after a restart, perhaps with other settings.
  func reopen(_ change: (inout StoreSettings) throws -> Void = { _ in }) throws {
    var settings = store.settings
    try change(&settings)
    store.close()
    store = try Store(directory: directory, settings: settings, now: now)
  }

  /// Runs SQL behind the store's back, as a bug or a stranger's tool would.
  func raw(_ sql: String) throws {
    try DatabaseQueue(path: store.path).write { db in try db.execute(sql: sql) }
  }

  /// One value read behind the store's back.
  func value(_ sql: String) throws -> Int64? {
    try DatabaseQueue(path: store.path).read { db in try Int64.fetchOne(db, sql: sql) }
  }

  /// Whether the bytes stand in any file of the data directory.
  func found(_ text: String) throws -> Bool {
    let names = try FileManager.default.contentsOfDirectory(atPath: directory)
    return try names.contains { name in
      let url = URL(fileURLWithPath: "\(directory)/\(name)")
      return try Data(contentsOf: url).range(of: Data(text.utf8)) != nil
    }
  }

  // MARK: Something to work with

  func resident(_ name: String = "Đỗ Thị Hạnh") throws -> Resident {
    try store.addResident(NewResident(name: name, birthYear: 1985), now: now)
  }

  func course(sessions: Int = 1, hoursTenths: Int64 = 25) throws -> Course {
    try store.addCourse(
      NewCourse(
        title: "Kỹ thuật trồng lúa", group: .economy, hoursTenths: hoursTenths,
        requiredSessions: sessions), now: now)
  }

  func newSession(course: String? = nil, title: String = "Phòng bệnh mùa hè") -> NewSession {
    NewSession(
      courseCode: course, title: title, day: TestStore.day,
      startMilliseconds: TestStore.day.startMilliseconds + 8 * 3_600_000,
      endMilliseconds: TestStore.day.startMilliseconds + 11 * 3_600_000,
      place: "nhà văn hóa xóm 3", hoursTenths: 25)
  }

  func openSession(course: String? = nil, title: String = "Phòng bệnh mùa hè") throws -> Session {
    let session = try store.addSession(newSession(course: course, title: title), now: now)
    return try store.openSession(session.code, now: now)
  }

  func checkIn(_ resident: Resident, session: String? = nil) throws -> CheckInAnswer {
    try store.checkIn(
      .card(try CardCode(resident.cardDigits)), identityHash: nil, session: session,
      source: .wedge, now: now)
  }

  /// A named guest with a visit to the open session or to self-study; nil name for a head.
  @discardableResult
  func guest(
    _ name: String?, session: String? = nil, arrival: UInt8? = nil
  ) throws -> Welcome {
    let key = arrival.map { [UInt8](repeating: $0, count: 16) } ?? randomBytes(16)
    let guest = name.map { NewGuest.named(name: $0, village: "Xóm 2", consent: TestStore.consent) }
    let answer = try store.checkIn(
      guest: guest ?? .head, arrival: key, session: session, source: .keypad, now: now)
    guard let welcome = answer?.welcome else { throw Unexpected() }
    return welcome
  }

  static let consent = ConsentText(
    purpose: ConsentText.guest, language: "vi", text: "Máy giữ họ tên.")

  /// A certificate's paper with a token of its own.
  static let prepare: @Sendable (CertificateDraft) throws -> IssuedPaper = { draft in
    IssuedPaper(
      token: Array("token \(draft.number.text)".utf8),
      sheet: CertificateSheet(
        parentBody: "ỦY BAN NHÂN DÂN XÃ GIA VIỄN", issuingBody: "TRUNG TÂM HỌC TẬP CỘNG ĐỒNG",
        displayNumber: draft.number.display, number: draft.number.text, place: "Gia Viễn",
        issuedDay: TestStore.day.daysSince1970, holderName: draft.resident.name,
        birthYear: draft.resident.birthYear, residence: nil, courseTitle: draft.subject.title,
        sessionCount: draft.subject.attendance.sessions,
        hoursTenths: draft.subject.attendance.hoursTenths,
        fromDay: draft.subject.attendance.firstDay.daysSince1970,
        toDay: draft.subject.attendance.lastDay.daysSince1970, signerTitles: ["GIÁM ĐỐC"],
        signerName: nil, qrPrefix: "https://a.vn/c#", qrDigits: "0123", rootFingerprint: "ab",
        isDemonstration: true, copyNumber: 1, citation: draft.subject.award?.citation,
        basis: draft.subject.award?.basis))
  }

  /// An issued certificate with everything that it needs before it.
  func certificate(_ resident: Resident, _ course: Course) throws -> Certificate? {
    let session = try openSession(course: course.code)
    _ = try checkIn(resident, session: session.code)
    try store.closeSession(session.code, now: now)
    return try issue(resident, course)
  }

  func issue(_ resident: Resident, _ course: Course) throws -> Certificate? {
    let answer = try store.issueCertificate(
      resident: resident.id, course: course.code, now: now, prepare: TestStore.prepare)
    guard case .issued(let certificate) = answer else { return nil }
    return certificate
  }
}

extension CheckInAnswer {
  var welcome: Welcome? {
    guard case .welcome(let welcome) = self else { return nil }
    return welcome
  }

  var alreadyIn: AlreadyIn? {
    guard case .alreadyIn(let already) = self else { return nil }
    return already
  }
}

/// What a test did not expect, where an expectation would not stop it.
struct Unexpected: Error {}

/// A small seeded generator (SplitMix64, Steele et al. 2014), so that a failure can be run again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

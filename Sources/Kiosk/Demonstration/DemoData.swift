import Centre
package import Evidence
import Store

/// Fills an empty data directory with an invented centre: the same residents, courses, visits and
/// certificates every time, told through the real use cases and the real log.
package struct DemoData {
  /// How much to make.
  package struct Size: Equatable, Sendable {
    /// Residents; 60 make the picture complete.
    package var residents = 60
    /// Visits altogether; nil makes those of the four courses only.
    package var visits: Int?

    package init(residents: Int = 60, visits: Int? = nil) {
      self.residents = residents
      self.visits = visits
    }
  }

  /// Events in one commit.
  static let commitEvents = 16_000

  let desk: Desk
  let clock: DemoClock
  let today: Day
  let nowMilliseconds: Int64
  var random = SeededGenerator(seed: 14_464)
  private let progress: (String) -> Void

  /// Fills the data directory at `path`.
  /// - Parameters:
  ///   - now: the present, at which one session is open.
  ///   - progress: called with an English sentence now and then.
  /// - Throws: `StartError` when the directory cannot be used, `StoreError`.
  package static func fill(
    path: String, settings: Settings, size: Size, now: ClockReading,
    progress: @escaping (String) -> Void = { _ in }
  ) throws {
    let start = now.wallMilliseconds - Self.spanDays(size) * 86_400_000
    let clock = DemoClock(
      startMilliseconds: start, now: now, boot: try Self.boot(path, settings))
    let opening = try Opening(path: path, settings: settings, clock: clock.clock)
    defer { opening.desk.store.close() }
    var data = DemoData(
      desk: opening.desk, clock: clock, today: Day(wallMilliseconds: now.wallMilliseconds),
      nowMilliseconds: now.wallMilliseconds, progress: progress)
    try data.tell(size)
    try DemoMark.write(to: path)
    try opening.data.timekeeper.saveFloor()
  }

  private init(
    desk: Desk, clock: DemoClock, today: Day, nowMilliseconds: Int64,
    progress: @escaping (String) -> Void
  ) {
    self.desk = desk
    self.clock = clock
    self.today = today
    self.nowMilliseconds = nowMilliseconds
    self.progress = progress
  }

  /// The number of this boot, which the service that starts after this counts as well.
  private static func boot(_ path: String, _ settings: Settings) throws(StartError) -> Int64 {
    do {
      return try DataDirectory(path, settings: settings.clock).timekeeper.reading().boot
    } catch {
      throw StartError(error, data: path)
    }
  }

  /// The days before today that the story begins; five years and a bit when many visits are wanted.
  private static func spanDays(_ size: Size) -> Int64 {
    (size.visits ?? 0) > 2_000 ? 1_880 : 45
  }

  private mutating func tell(_ size: Size) throws {
    try addResidents(size.residents)
    progress("\(size.residents) residents added")
    let curated = try plannedVisits(residents: size.residents)
    let wanted = size.visits ?? curated.count
    if wanted > curated.count {
      try addBulkVisits(wanted - curated.count, residents: size.residents, progress: progress)
    }
    try addCourses(Array(curated.prefix(wanted)))
    progress("\(wanted) visits recorded")
    let issued = try issueCertificates()
    progress("\(issued) certificates issued")
    try DemoToday.open(desk: desk, clock: clock, nowMilliseconds: nowMilliseconds)
    progress("one session is open")
  }

  private func addResidents(_ count: Int) throws {
    var names = DemoNames(seed: 2_026)
    var first = 0
    while first < count {
      let chunk = min(count - first, Self.commitEvents)
      let people = (0..<chunk).map { index in
        first + index == 0 ? Self.firstResident : names.resident()
      }
      let now = clock.reading
      try desk.store.bulk { transaction in
        for person in people {
          _ = try transaction.addResident(person, now: now)
        }
      }
      first += chunk
    }
  }

  /// Somebody whom the search example finds.
  private static let firstResident = NewResident(
    name: "Đỗ Thị Hạnh", birthDay: Day(year: 1968, month: 9, day: 21), birthYear: 1968,
    sex: .female, village: "Xóm 3, Gia Hòa", phone: "", identityHash: nil, identityLast4: nil,
    isGuest: false)

  /// Certificates of the course that has ended, for the first of those who earned one.
  private func issueCertificates() throws -> Int {
    guard let course = try desk.store.courses().last(where: { $0.group == .economy }) else {
      return 0
    }
    var issued = 0
    for (resident, eligibility) in try desk.eligibility(course: course.code) where issued < 8 {
      guard case .eligible = eligibility else {
        continue
      }
      clock.advance(to: clock.reading.wallMilliseconds + 40_000)
      let outcome = try desk.issueCertificate(
        resident: resident.id, course: course.code, isPrinted: false)
      if case .issued = outcome {
        issued += 1
      }
    }
    return issued
  }
}

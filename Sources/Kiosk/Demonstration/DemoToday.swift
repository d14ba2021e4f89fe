import Centre
import Evidence
import Store

/// Keeps the promise that one session is open when the demonstration starts, on whatever day that is.
enum DemoToday {
  /// Hours that the session of today stays open.
  private static let hours: Int64 = 3

  /// Closes sessions that were left open past their end, and opens one when none is open now.
  static func open(desk: Desk, clock: DemoClock, nowMilliseconds now: Int64) throws {
    clock.advance(to: now)
    try open(desk: desk, now: clock.reading)
  }

  /// The same with a reading of any clock.
  static func open(desk: Desk, now: ClockReading) throws {
    let open = try desk.store.openSessions()
    let current = open.filter {
      $0.startMilliseconds <= now.wallMilliseconds && now.wallMilliseconds < $0.endMilliseconds
    }
    for session in open where session.code != current.first?.code {
      _ = try desk.store.closeSession(session.code, now: now)
    }
    guard current.isEmpty else {
      return
    }
    let session = try desk.store.addSession(try session(desk, now), now: now)
    _ = try desk.store.openSession(session.code, now: now)
  }

  private static func session(_ desk: Desk, _ now: ClockReading) throws -> NewSession {
    let line = DemoPlan.openLine
    let course = try desk.store.courses().first { $0.title == line.course.title }
    let held = try course.map { try desk.store.sessions(course: $0.code) } ?? []
    let day = Day(wallMilliseconds: now.wallMilliseconds)
    let topic = held.filter { $0.day < day }.count
    let halfHour: Int64 = 1_800_000
    var session = DemoData.session(line, topic: topic, course: course?.code ?? "", day: day)
    session.courseCode = course?.code
    session.startMilliseconds = now.wallMilliseconds / halfHour * halfHour
    session.endMilliseconds = session.startMilliseconds + hours * 3_600_000
    return session
  }
}

import Centre
import Evidence
import Store

extension DemoData {
  /// One visit of the four courses' story: which session of which line, and who.
  struct PlannedVisit {
    let line: Int
    let session: Int
    let resident: Int64
    let minute: Int64
  }

  /// Who came to which past session of the four courses.
  mutating func plannedVisits(residents: Int) throws -> [PlannedVisit] {
    var visits: [PlannedVisit] = []
    for (lineIndex, line) in DemoPlan.lines.enumerated() {
      for session in line.pastDays.indices {
        let learners = stride(
          from: line.firstLearner, to: min(residents, 60), by: line.everyLearner)
        for learner in learners
        where Int.random(in: 0..<100, using: &random) < line.attendancePercent {
          visits.append(
            PlannedVisit(
              line: lineIndex, session: session, resident: Int64(learner + 1),
              minute: Int64.random(in: -14...6, using: &random)))
        }
      }
    }
    return visits
  }

  /// Opens the courses, holds their past sessions in the order of days and plans the coming ones.
  func addCourses(_ visits: [PlannedVisit]) throws {
    var held: [(day: Int64, line: Int, session: Int)] = []
    for (index, line) in DemoPlan.lines.enumerated() {
      held += line.pastDays.enumerated().map { (-$0.element, index, $0.offset) }
    }
    held.sort { ($0.day, $0.line) < ($1.day, $1.line) }
    clock.advance(to: startMilliseconds(day: (held.first?.day ?? -40) - 2, hour: 9))
    let codes = try DemoPlan.lines.map { line in
      try desk.store.addCourse(line.course, now: clock.reading).code
    }
    for (day, line, session) in held {
      let came = visits.filter { $0.line == line && $0.session == session }
      try hold(line, session, day: day, course: codes[line], came.sorted { $0.minute < $1.minute })
    }
    for (index, line) in DemoPlan.lines.enumerated() {
      for (offset, day) in line.comingDays.enumerated() {
        let topic = line.pastDays.count + offset
        let session = Self.session(line, topic: topic, course: codes[index], day: self.day(day))
        _ = try desk.store.addSession(session, now: clock.reading)
      }
    }
  }

  /// One session of a line as it is planned.
  static func session(
    _ line: DemoPlan.Line, topic: Int, course: String, day: Day
  ) -> NewSession {
    let start = day.startMilliseconds + line.hour * 3_600_000
    return NewSession(
      courseCode: course, title: "Buổi \(topic + 1): \(line.topics[topic % line.topics.count])",
      day: day, startMilliseconds: start, endMilliseconds: start + 7_200_000, place: line.place,
      organiser: "Trung tâm học tập cộng đồng", speaker: line.speaker, partner: line.partner,
      hoursTenths: DemoPlan.hoursTenths)
  }

  private func hold(
    _ lineIndex: Int, _ topic: Int, day: Int64, course: String, _ visits: [PlannedVisit]
  ) throws {
    let line = DemoPlan.lines[lineIndex]
    let planned = Self.session(line, topic: topic, course: course, day: self.day(day))
    clock.advance(to: planned.startMilliseconds - 1_200_000)
    let opened = clock.reading
    let readings = visits.map { visit in
      clock.advance(to: planned.startMilliseconds + visit.minute * 60_000)
      return clock.reading
    }
    clock.advance(to: planned.endMilliseconds)
    let closed = clock.reading
    try desk.store.bulk { transaction in
      let session = try transaction.addSession(planned, now: opened)
      _ = try transaction.openSession(session.code, now: opened)
      for (visit, now) in zip(visits, readings) {
        _ = try transaction.checkIn(
          resident: visit.resident, session: session.code, source: .wedge, now: now)
      }
      _ = try transaction.closeSession(session.code, now: closed)
    }
  }

  private func day(_ offset: Int64) -> Day {
    Day(daysSince1970: today.daysSince1970 + offset)
  }

  private func startMilliseconds(day offset: Int64, hour: Int64) -> Int64 {
    day(offset).startMilliseconds + hour * 3_600_000
  }
}

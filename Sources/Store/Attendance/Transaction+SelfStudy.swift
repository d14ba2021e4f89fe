internal import Centre
internal import Evidence
internal import GRDB

/// The days' free self-study: what is counted when no session is open.
extension Transaction {
  /// Counts a person under the day's open self-study, which is made when there is none; whoever is in
  /// already hears so.
  func checkInToSelfStudy(
    _ person: Person, _ source: CheckInSource, now: ClockReading
  ) throws -> CheckInAnswer {
    let today = try selfStudies(of: person, now: now)
    if let here = today.first(where: { $0.visit != nil }), let visit = here.visit {
      return .alreadyIn(try already(here, visit, person))
    }
    let id = try open(today, now: now)
    guard let meeting = try meetings("s.id = ?2", [person.id, id]).first else {
      throw StoreRefusal.notFound(.session)
    }
    return .welcome(try enter(meeting, person, source, now: now))
  }

  /// The day's self-studies, each with the person's visit to it.
  ///
  /// While nothing has set the clock, the day that it claims may be any later one, so only those of this
  /// start of the machine count: nobody who comes after the power was off hears of being in already.
  private func selfStudies(of person: Person, now: ClockReading) throws -> [Meeting] {
    var since: Int64 = 0
    if !now.quality.isClockSet {
      let start = try row("SELECT firstSeq FROM clockBoot WHERE boot = ?", [now.boot])
      since = start?[0] ?? .max
    }
    let day = Day(wallMilliseconds: now.wallMilliseconds)
    return try meetings(
      "s.isSelfStudy = 1 AND s.day = ?2 AND s.addSeq >= ?3",
      [person.id, day.daysSince1970, since])
  }

  /// The number of an open one of these, or of a new one; those before it are closed with it.
  private func open(_ today: [Meeting], now: ClockReading) throws -> Int64 {
    if let open = today.last(where: { $0.state == .open }) { return open.id }
    if let closed = today.last { return try openSession(closed.code, now: now).id }
    let earlier = try rows(
      "SELECT year, number FROM session WHERE isSelfStudy = 1 AND state = 1")
    for row in earlier {
      _ = try closeSession(SessionRow.code(year: row[0], number: row[1]), now: now)
    }
    let day = Day(wallMilliseconds: now.wallMilliseconds)
    let new = NewSession(
      title: settings.selfStudyTitle, day: day, startMilliseconds: day.startMilliseconds,
      endMilliseconds: day.startMilliseconds + Day.milliseconds, hoursTenths: 0)
    let made = try insert(new, isSelfStudy: true, now: now)
    return try openSession(made.code, now: now).id
  }
}

/// Self-study that was recorded while nobody knew the day.
extension Transaction {
  /// How many of the latest are looked at: more than the starts of the machine between two answers of
  /// the province.
  private static let latestSelfStudies = 100

  /// Gives each self-study the day that its beginning turned out to be of, now that more is known of the
  /// clock. A session keeps its code, and with it the year in which it counts. Nobody's visit is taken back,
  /// though two sessions may turn out to be of one day: what is known may be a person's mistaken word.
  func settleSelfStudies(now: ClockReading) throws {
    for (session, day) in try knownSelfStudies() where day != session.day {
      try move(session, to: day, now: now)
    }
  }

  /// The latest self-studies whose day is known, each with it.
  private func knownSelfStudies() throws -> [(Session, Day)] {
    let latest = try rows(
      "SELECT addSeq, year, number FROM session WHERE isSelfStudy = 1 ORDER BY id DESC LIMIT ?",
      [Self.latestSelfStudies])
    let times = try Store.times(of: latest.map { $0[0] }, db)
    return try latest.compactMap { row in
      guard let time = times[row[0]], !time.isAbout else { return nil }
      let session = try session(code: SessionRow.code(year: row[1], number: row[2]))
      return session.map { ($0, Day(wallMilliseconds: time.best)) }
    }
  }

  private func move(_ session: Session, to day: Day, now: ClockReading) throws {
    var new = NewSession(session)
    let shift = day.startMilliseconds - session.day.startMilliseconds
    new.day = day
    new.startMilliseconds += shift
    new.endMilliseconds += shift
    try append("session.edit", Transaction.fields(new, code: session.code), now: now)
    try update(session.id, new)
  }
}

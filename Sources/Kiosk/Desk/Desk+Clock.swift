import Centre
import Evidence
import Store

/// What became of a person's wish to set the clock.
package enum ClockAnswer: Equatable, Sendable {
  /// The clock is set to this time, milliseconds since 1970.
  case set(Int64)
  /// The form cannot be taken as it stands.
  case invalid([FormProblem])
  /// It would move by more than an hour, and nobody has said that this is meant.
  case notSure(from: Int64, to: Int64)
  /// The machine knows the time better than a person does.
  case notNeeded
}

extension Desk {
  /// A move of the clock beyond this asks whether it is meant.
  private static let surprisingMilliseconds: Int64 = 3_600_000

  /// What the machine believes about the time, and why; nil where the time is only read.
  package var clockJudgement: WallJudgement? { timekeeper?.judgement() }

  /// What the talk with the province says about the time.
  var clockExchange: ClockExchange {
    ClockExchange(store: store, clock: clock, timekeeper: timekeeper)
  }

  /// Looks for a step of the machine's clock and records it.
  package func lookAtClock() throws {
    try clockExchange.look()
  }

  /// Sets the clock until the machine is switched off, with the event `clock.set`. Nobody who is signed
  /// in is signed out by it.
  /// - Parameters:
  ///   - isSure: whether a large move was confirmed.
  ///   - name: who does it.
  package func setClock(
    day: String, time: String, isSure: Bool, by name: String
  ) throws -> ClockAnswer {
    guard let timekeeper, let user = try store.user(name: name) else { return .notNeeded }
    let ground = timekeeper.judgement().ground
    guard ground != .receipt, ground != .network else { return .notNeeded }
    var reader = FormReader()
    let date = reader.day("day", day)
    let moment = reader.time("time", time)
    guard let date, let moment, reader.problems.isEmpty else {
      return .invalid(reader.problems)
    }
    let wish = date.startMilliseconds + moment
    if let problem = Self.problem(wish, within: timekeeper.settable()) {
      return .invalid([problem])
    }
    let before = clock.read()
    guard isSure || abs(wish - before.wallMilliseconds) <= Self.surprisingMilliseconds else {
      return .notSure(from: before.wallMilliseconds, to: wish)
    }
    try set(timekeeper, to: wish, before: before, user: user.id)
    return .set(wish)
  }

  /// The event comes first: no time holds that nobody is recorded to have set.
  private func set(
    _ timekeeper: Timekeeper, to wish: Int64, before: ClockReading, user: Int64
  ) throws {
    var now = before
    now.wallMilliseconds = wish
    now.quality = .operatorSet
    let reading = now
    try saving {
      try store.recordClock(
        "clock.set",
        ["u": .integer(user), "f": .integer(before.wallMilliseconds), "w": .integer(wish)],
        now: reading)
    }
    try timekeeper.set(byPerson: wish)
    try saving { try store.shiftSignIns(byMilliseconds: wish - before.wallMilliseconds) }
  }

  private static func problem(
    _ wish: Int64, within range: ClosedRange<Int64>
  ) -> FormProblem? {
    guard !range.contains(wish) else { return nil }
    let isEarly = wish < range.lowerBound
    let bound = isEarly ? range.lowerBound : range.upperBound
    let detail =
      "\(Day(wallMilliseconds: bound).ddMMyyyy) \(TimeOfDay.text(wallMilliseconds: bound))"
    return FormProblem(field: "day", reason: isEarly ? .tooEarly : .tooLate, detail: detail)
  }
}

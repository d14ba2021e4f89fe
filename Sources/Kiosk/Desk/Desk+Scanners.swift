import Centre
import Evidence

extension Desk {
  /// Whether the same code led to a welcome within the last `checkIn.repeatSeconds`: a card that is held
  /// before a scanner is read again and again.
  func isRepeated(_ raw: String) -> Bool {
    let text = ScannedText.plain(raw, source: .serial)
    let now = clock.read().bootMilliseconds
    return readings.repeated(
      Self.reading(text, session: nil), within: settings.checkIn.repeatSeconds,
      bootMilliseconds: now) != nil
  }

  /// Records the visit for the session that somebody has chosen, for a code that a scanner of the
  /// service has read, and tells the other screens.
  /// - Returns: nil for a code for which no screen asks.
  func choose(session: String, for code: String) throws -> DeskAnswer? {
    let now = clock.read().bootMilliseconds
    let decided = try choices.decide(Self.mark(of: code), bootMilliseconds: now) {
      try checkIn(scanned: code, source: .serial, session: session)
    }
    guard let decided else { return nil }
    if decided.isFirst {
      screens.publish(decided.answer, wish: .init(code: code, source: .serial, session: session))
    }
    return decided.answer
  }

  /// Every screen asks for which session this code was read.
  func ask(_ code: String) {
    choices.ask(Self.mark(of: code), bootMilliseconds: clock.read().bootMilliseconds)
  }

  /// What `OpenChoices` keeps a scanner's code by.
  private static func mark(of code: String) -> String {
    reading(ScannedText.plain(code, source: .serial), session: nil)
  }

  /// What `RecentReadings` keeps a code by.
  static func reading(_ text: String, session: String?) -> String {
    sha256(Array("\(session ?? "")|\(text)".utf8)).hex
  }
}

/// What stands on the slip with which a centre closes its day: the day in figures, and where the log
/// stood, as a signed checkpoint that nobody can take back.
package struct ClosingSlip: Equatable, Sendable {
  /// One session of the day.
  package struct Meeting: Equatable, Sendable {
    /// When: "08:00–10:30".
    package let time: String
    /// What about.
    package let title: String
    /// How many came.
    package let turns: Int

    /// A session that was held.
    package init(time: String, title: String, turns: Int) {
      self.time = time
      self.title = title
      self.turns = turns
    }
  }

  /// How far the province has confirmed the log.
  package struct Books: Equatable, Sendable {
    /// Events in the log.
    package let recorded: Int64
    /// Of these, confirmed by the province.
    package let confirmed: Int64
    /// Of these, still to be sent.
    package let waiting: Int64
    /// Of these, waiting for somebody to act.
    package let needsAttention: Int64

    /// The line of the books.
    package init(recorded: Int64, confirmed: Int64, waiting: Int64, needsAttention: Int64) {
      self.recorded = recorded
      self.confirmed = confirmed
      self.waiting = waiting
      self.needsAttention = needsAttention
    }
  }

  /// The commune's committee over the centre.
  package var parentBody = ""
  /// The centre.
  package var issuingBody = ""
  /// The centre's code.
  package var centre: String
  /// The day.
  package var day: Day
  /// When the slip was made, wall milliseconds.
  package var madeMilliseconds: Int64
  /// The sessions held, by time.
  package var meetings: [Meeting] = []
  /// Visits of the day.
  package var turns = 0
  /// Of these, of those who were counted without a name and are not among the people.
  package var heads = 0
  /// People who came.
  package var people = 0
  /// Certificates issued on the day.
  package var certificates = 0
  /// How far the log has reached the province.
  package var books: Books
  /// How far the clock can be trusted, as events carry it: 0 to 4.
  package var clockQuality: Int64
  /// How many events the checkpoint covers.
  package var logSize: Int64
  /// The root over them, in hex.
  package var rootHex: String
  /// The checkpoint: the text of the code.
  package var note: String
  /// Whether the kiosk belongs to no province yet.
  package var isDemonstration = false

  /// A slip of a centre's day.
  package init(
    centre: String, day: Day, madeMilliseconds: Int64, books: Books, clockQuality: Int64,
    logSize: Int64, rootHex: String, note: String
  ) {
    self.centre = centre
    self.day = day
    self.madeMilliseconds = madeMilliseconds
    self.books = books
    self.clockQuality = clockQuality
    self.logSize = logSize
    self.rootHex = rootHex
    self.note = note
  }

  /// The root's first 16 hex digits in groups of four, which people can compare.
  package var shortRoot: String {
    let digits = Array(rootHex.prefix(16))
    return stride(from: 0, to: digits.count, by: 4)
      .map { String(digits[$0..<min($0 + 4, digits.count)]) }.joined(separator: " ")
  }
}

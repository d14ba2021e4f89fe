/// The figures of one day at the centre.
package struct TodayCounts: Equatable, Sendable {
  /// The day.
  package let day: Day
  /// Attendances (lượt người học).
  package let turns: Int
  /// Distinct people (số người học): those who can be told apart. Heads that were only counted are not
  /// among them, since one may have come twice or be somebody who is known.
  package let people: Int
  /// Of the attendances, those of heads that were only counted.
  package let heads: Int
  /// Visits without a leaving time in sessions that are still open.
  package let present: Int
  /// Sessions of the day, self-study not counted.
  package let sessions: Int
  /// Sessions of the day that are open, self-study not counted.
  package let openSessions: Int
  /// Hours of the day's attendances, in tenths.
  package let hoursTenths: Int64

  /// The figures of one day.
  package init(
    day: Day, turns: Int, people: Int, present: Int, sessions: Int, openSessions: Int,
    hoursTenths: Int64, heads: Int = 0
  ) {
    self.day = day
    self.turns = turns
    self.people = people
    self.heads = heads
    self.present = present
    self.sessions = sessions
    self.openSessions = openSessions
    self.hoursTenths = hoursTenths
  }
}

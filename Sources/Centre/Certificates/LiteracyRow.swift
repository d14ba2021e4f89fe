/// One learner in a list of learners proposed as literate.
package struct LiteracyRow: Equatable, Sendable {
  /// The learner's name.
  package var name: String
  /// Female or male, when known.
  package var sex: Sex?
  /// The learner's birth year, when known.
  package var birthYear: Int?
  /// Where the learner lives, when known.
  package var residence: String?
  /// How many sessions the learner attended.
  package var sessionCount: Int
  /// The day of the last session attended.
  package var completedDay: Int64
  /// A remark; empty for none.
  package var note: String

  /// Makes a line from its parts; nothing is checked here.
  package init(
    name: String, sex: Sex?, birthYear: Int?, residence: String?, sessionCount: Int,
    completedDay: Int64, note: String = ""
  ) {
    self.name = name
    self.sex = sex
    self.birthYear = birthYear
    self.residence = residence
    self.sessionCount = sessionCount
    self.completedDay = completedDay
    self.note = note
  }
}

/// How an award addresses its holder, where "ông (bà)" is wrong; the raw value is the last part of its
/// phrase's key.
package enum AwardSalutation: String, CaseIterable, Sendable {
  /// A pupil.
  case pupil
  /// A family, in the name of the one who is written on the paper.
  case family
}

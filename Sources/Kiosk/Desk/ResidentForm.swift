/// A resident as a clerk types or scans it; every field may be empty but the name.
package struct ResidentForm: Equatable, Sendable {
  /// The full name.
  package var name = ""
  /// "05/03/1985", "1985", or empty.
  package var birth = ""
  /// "female", "male" or empty.
  package var sex = ""
  /// The village or hamlet.
  package var village = ""
  /// A telephone number.
  package var phone = ""
  /// The 12 digits of the identity card or empty; only a keyed hash and four digits are kept.
  package var identityNumber = ""

  package init() {}
}

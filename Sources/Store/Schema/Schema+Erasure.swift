extension Schema {
  /// Persons whose values were erased.
  static let erasure = ""
}

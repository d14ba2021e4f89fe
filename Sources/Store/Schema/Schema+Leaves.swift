extension Schema {
  /// A check value beside each entry, by which a changed line is found at once.
  static let leaves = ""
}

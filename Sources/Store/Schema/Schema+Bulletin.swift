extension Schema {
  /// What came down from the province.
  static let bulletin = ""
}

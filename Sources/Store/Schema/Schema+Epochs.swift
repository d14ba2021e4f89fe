extension Schema {
  /// The logs that this kiosk has kept before the present one.
  static let epochs = ""
}

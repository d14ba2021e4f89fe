extension Schema {
  /// How the transfer stands beyond what the receipt says.
  static let transfers = ""
}

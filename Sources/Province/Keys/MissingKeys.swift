/// The database is of a province whose keys are not in the data directory. New ones would sign what no kiosk
/// believes.
struct MissingKeys: Error, Equatable, CustomStringConvertible {
  /// The data directory.
  let data: String

  var description: String {
    "\(data)/keys holds no keys of the province, but the database already holds logs that were signed for "
      + "with them. Give the right data directory with --data, or bring its keys back from a backup."
  }
}

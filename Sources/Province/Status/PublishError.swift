/// Why no new bundle was made; the one that is given out stays.
package enum PublishError: Error, Equatable, CustomStringConvertible {
  /// The counted tables are being made again and do not yet hold what the last list spoke of.
  case rebuilding
  /// No status key is certified.
  case noKey

  /// A whole sentence for the operator.
  package var description: String {
    switch self {
    case .rebuilding:
      "The counted tables are behind the list that was published last; run provinced project first."
    case .noKey:
      "No key for status lists is certified. Run provinced root requests, have the offline root "
        + "certify them, then run provinced root import."
    }
  }
}

/// Why no new bundle was made; the one that is given out stays.
package enum PublishError: Spoken, Equatable, CustomStringConvertible {
  /// The counted tables are being made again and do not yet hold what the last list spoke of.
  case rebuilding
  /// No status key is certified.
  case noKey

  /// The sentence of a command.
  package var saying: Saying {
    switch self {
    case .rebuilding: Saying(.statusRebuilding)
    case .noKey: Saying(.statusNoKey)
    }
  }

  /// A whole sentence for the log.
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

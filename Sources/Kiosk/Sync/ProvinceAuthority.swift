package import HTTP

/// The certificate authority of a province that has its own: given once at enrolment, kept beside the
/// keys and trusted from then on, in place of the system's authorities.
package enum ProvinceAuthority {
  /// How to reach the province before the file is kept.
  /// - Parameters:
  ///   - clock: what the province's certificate is judged by.
  ///   - given: the file that was named at enrolment; nil for the usual authorities.
  /// - Throws: `TLSFileError`.
  package static func line(
    _ settings: SyncSettings, data: String, clock: Clock, given: String?
  ) throws(TLSFileError) -> ClientSettings {
    var line = try ClientSettings(settings, data: data, clock: clock)
    if let given {
      _ = try TLSFile.certificates(given)
      line.caFile = given
    }
    return line
  }

  /// Where it is kept.
  static func path(data: String) -> String {
    path(keys: "\(data)/keys")
  }

  /// The same beside the keys in this folder.
  static func path(keys: String) -> String {
    "\(keys)/authority.pem"
  }
}

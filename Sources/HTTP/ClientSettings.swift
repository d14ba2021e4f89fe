/// What a client may take: every wait and every size has an end.
package struct ClientSettings: Sendable {
  package var connectTimeoutSeconds = 10.0
  /// For the whole exchange, name look-up included, however steadily bytes flow.
  package var timeoutSeconds = 60.0
  /// An exchange on which no byte moves for so long is given up, whole seconds; nil waits for
  /// `timeoutSeconds` only. Slow lines need this more than a short time for the whole.
  package var stallSeconds: Int?
  /// A larger answer is an error.
  package var maxResponseBytes = 8 * 1024 * 1024
  /// PEM certificates to trust instead of the system's.
  package var caFile: String?
  /// E.g. "http://proxy:3128"; nil uses none, whatever the environment says.
  package var proxy: String?
  /// "user:password" for that proxy.
  package var proxyCredentials: String?
  /// A client certificate as PEM, shown to servers that ask, and its key.
  package var certificateFile: String?
  package var keyFile: String?
  /// By what time a server's certificates are judged, asked for every request; nil, and where
  /// `CertificateTime.isJudgedHere` is false, by the system's clock.
  package var certificateTime: (@Sendable () -> CertificateTime)?
  package var userAgent = "learning-kiosk"
  /// The most to use of the line, each way; nil is no limit.
  package var maxBytesPerSecond: Int?

  package init() {}
}

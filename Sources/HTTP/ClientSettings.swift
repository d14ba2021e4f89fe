/// What a client may take: every wait and every size has an end.
package struct ClientSettings: Sendable {
  package var connectTimeoutSeconds = 10.0
  /// For the whole exchange, name look-up included.
  package var timeoutSeconds = 60.0
  /// A larger answer is an error.
  package var maxResponseBytes = 8 * 1024 * 1024
  /// PEM certificates to trust instead of the system's.
  package var caFile: String?
  /// E.g. "http://proxy:3128"; nil uses none, whatever the environment says.
  package var proxy: String?
  package var userAgent = "learning-kiosk"
  /// The most to use of the line, each way; nil is no limit.
  package var maxBytesPerSecond: Int?

  package init() {}
}

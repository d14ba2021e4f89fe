/// Where the kiosk listens.
package struct HTTPSettings: Equatable, Sendable {
  /// The address to listen on; 127.0.0.1 serves this machine only.
  package var host: String
  /// The port; 0 lets the system choose a free one.
  package var port: Int

  init(_ reader: inout SettingsReader) throws(SettingsError) {
    host = try reader.text("http.host", "127.0.0.1", least: 2, most: 64)
    port = try reader.integer("http.port", 8080, in: 0...65_535)
  }
}

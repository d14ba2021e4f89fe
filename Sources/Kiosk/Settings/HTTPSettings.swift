/// Where the kiosk listens.
package struct HTTPSettings: Equatable, Sendable {
  /// The address to listen on; 127.0.0.1 serves this machine only.
  package var host: String
  /// The port; 0 lets the system choose a free one.
  package var port: Int
  /// The certificate under which the kiosk speaks TLS; empty speaks plainly.
  package var certificateFile: String
  /// The key of that certificate.
  package var keyFile: String
  /// The authority of client certificates that stand for the province's token; empty for none.
  package var clientAuthorityFile: String

  init(_ reader: inout SettingsReader) throws(SettingsError) {
    host = try reader.text("http.host", "127.0.0.1", least: 2, most: 64)
    port = try reader.integer("http.port", 8080, in: 0...65_535)
    certificateFile = try reader.text("http.certificateFile", "", most: 400)
    keyFile = try reader.text("http.keyFile", "", most: 400)
    clientAuthorityFile = try reader.text("http.clientAuthorityFile", "", most: 400)
    guard certificateFile.isEmpty == keyFile.isEmpty else {
      throw reader.wrong("http.keyFile", "must be named together with http.certificateFile")
    }
    guard clientAuthorityFile.isEmpty || !certificateFile.isEmpty else {
      throw reader.wrong("http.clientAuthorityFile", "needs http.certificateFile")
    }
  }
}

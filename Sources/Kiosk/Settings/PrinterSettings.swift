import Paper

/// Where papers go.
package struct PrinterSettings: Equatable, Sendable {
  /// A printer (`ipp://host/printers/name`), a folder that receives PDF files, or empty for the
  /// folder `printed` in the data directory.
  package var address: String
  /// Seconds until a failed print is tried again.
  package var retrySeconds: Int

  init(_ reader: inout SettingsReader) throws(SettingsError) {
    address = try reader.text("printer.address", "", most: 400)
    do {
      if !address.isEmpty { _ = try PrinterAddress(address) }
    } catch {
      throw reader.wrong("printer.address", error.message)
    }
    retrySeconds = try reader.integer("printer.retrySeconds", 30, in: 1...3_600)
  }
}

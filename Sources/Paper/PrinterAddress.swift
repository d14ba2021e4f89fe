/// Where printed papers go: into a folder as PDF files, or to a printer that speaks IPP.
package enum PrinterAddress: Hashable, Sendable {
  /// A folder; every job becomes a PDF file in it. The default, since it needs no printer.
  case folder(String)
  /// A printer or a CUPS queue: "ipp://192.168.1.20/ipp/print", or "ipps://" for IPP over TLS.
  case ipp(String)

  /// Reads an address as the configuration gives it: an IPP address, or the path of a folder, with
  /// or without "folder:" before it. Throws `PrintError` with `address` for anything else.
  package init(_ text: String) throws(PrintError) {
    if text.hasPrefix("ipp://") || text.hasPrefix("ipps://") {
      _ = try IPPAddress(text)
      self = .ipp(text)
      return
    }
    let path = text.hasPrefix("folder:") ? String(text.dropFirst("folder:".count)) : text
    guard !path.isEmpty, !path.contains("://"), !path.contains("\0") else {
      throw PrintError(
        operation: "read a printer's address", code: .address,
        message: "“\(text)” is neither an ipp:// or ipps:// address nor the path of a folder.")
    }
    self = .folder(path)
  }
}

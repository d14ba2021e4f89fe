import CCUPS
import COnDemand

/// The parts of an `ipp://` or `ipps://` address (RFC 3510, RFC 7472).
struct IPPAddress: Equatable {
  /// The address as it was given; the printer wants to see it again as `printer-uri`.
  let text: String
  let host: String
  let port: Int32
  /// The path, "/ipp/print" for most printers.
  let resource: String
  let isEncrypted: Bool

  /// Takes an address apart; throws `address` when it is not one.
  init(_ text: String) throws(PrintError) {
    try Self.requireLibrary()
    var scheme = [CChar](repeating: 0, count: 32)
    var user = [CChar](repeating: 0, count: 256)
    var host = [CChar](repeating: 0, count: 256)
    var resource = [CChar](repeating: 0, count: 1024)
    var port: Int32 = 0
    let status = httpSeparateURI(
      HTTP_URI_CODING_ALL, text, &scheme, 32, &user, 256, &host, 256, &port, &resource, 1024)
    let name = Self.text(scheme)
    guard status == HTTP_URI_STATUS_OK, name == "ipp" || name == "ipps", host.first != 0 else {
      throw PrintError(
        operation: "read a printer's address", code: .address,
        message: "“\(text)” is not an address like ipp://192.168.1.20/ipp/print.")
    }
    self.text = text
    self.host = Self.text(host)
    self.port = port
    self.resource = Self.text(resource)
    isEncrypted = name == "ipps"
  }

  private static func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Everything else of CUPS comes after an address was read, so this is the place to look.
  private static func requireLibrary() throws(PrintError) {
    guard on_demand_printing() == 0 else { return }
    throw PrintError(
      operation: "load the printing library", code: .unreachable,
      message: "CUPS' library is not installed. Install Debian's package libcups2.")
  }
}

/// Every address of the kiosk, in one place: the router takes `pattern`, templates write
/// `{{link.search}}`, code calls `path`. A `{name}` in an address is filled from the values given,
/// or from the template's context.
package enum Link: String, CaseIterable, Sendable {
  // The check-in screen.
  case home = "/"
  case checkIn = "/check-in"
  case undo = "/undo"
  case checkOut = "/check-out"
  case search = "/search"
  case guest = "/guest"
  case me = "/me"
  case events = "/events"
  case camera = "/camera"
  case asset = "/assets/{file}"
  case notice = "/notices/{key}"

  // What keeps the screen itself going.
  case heartbeat = "/heartbeat"
  case ready = "/ready"
  case starting = "/starting"
  case serviceWorker = "/sw.js"

  // The page that verifies certificates: the first is what every code names.
  case verifier = "/c"
  case verifierFile = "/c/verify.html"

  // The check-in interface for scanners, bench and programs on this machine.
  case apiCheckIns = "/api/check-ins"
  case apiUndo = "/api/check-ins/{visit}/undo"
  case apiCheckOut = "/api/check-ins/{visit}/check-out"
  case apiResidents = "/api/residents"
  case apiStatus = "/api/status"

  /// The address as the router wants it, with its `{name}` parameters.
  package var pattern: String { rawValue }

  /// The address with its parameters filled; values are percent-encoded.
  package func path(_ values: [String: String] = [:]) -> String {
    Placeholders.fill(rawValue) { values[$0].map(Self.encoded) }
  }

  /// A value as it may stand in a path or a query: everything but RFC 3986's unreserved characters
  /// is encoded.
  package static func encoded(_ value: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        bytes.append(byte)
      default:
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

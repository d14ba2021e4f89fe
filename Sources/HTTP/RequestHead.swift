import CMicroHTTPD
import Glibc

/// What a request's head says of the body that follows (RFC 9112 section 6).
struct RequestHead {
  enum Framing: Equatable {
    case none
    case length(Int)
    case chunked

    /// True if reading it to the end costs no more than `maxBytes`.
    func isShort(_ maxBytes: Int) -> Bool {
      switch self {
      case .none: true
      case .length(let count): count <= maxBytes
      case .chunked: false
      }
    }
  }

  let framing: Framing
  /// The client sends its body only after "100 Continue".
  let awaitsContinue: Bool
  private let flaw: String?

  /// `version` is as on the request line, e.g. "HTTP/1.1".
  init(_ connection: OpaquePointer, version: UnsafePointer<CChar>?) {
    let lookUp = { (name: StaticString) -> String? in
      name.utf8Start.withMemoryRebound(to: CChar.self, capacity: name.utf8CodeUnitCount) {
        MHD_lookup_connection_value(connection, .HEADER_KIND, $0).map { String(cString: $0) }
      }
    }
    let length = lookUp("Content-Length")
    let coding = lookUp("Transfer-Encoding")
    let lacksHost = lookUp("Host") == nil && version.map { strcmp($0, "HTTP/1.1") == 0 } ?? false
    guard length != nil || coding != nil else {
      framing = .none
      awaitsContinue = false
      flaw = lacksHost ? Self.lackOfHost : nil
      return
    }
    awaitsContinue = lookUp("Expect").map { equalsIgnoringCase($0, "100-continue") } ?? false
    framing = coding != nil ? .chunked : length.flatMap { Int($0) }.map(Self.framing) ?? .none
    let all = LiveHeaders(connection: connection).all
    flaw = lacksHost ? Self.lackOfHost : Self.flaw(all, coding: coding)
  }

  /// Throws for a head that two programs could read differently (request smuggling).
  func checkFraming() throws(Refusal) {
    guard let flaw else { return }
    throw Refusal(.badRequest, code: "head", detail: flaw, headers: ["Connection": "close"])
  }

  private static let lackOfHost = "The request has no Host field."

  private static func framing(_ count: Int) -> Framing {
    count > 0 ? .length(count) : .none
  }

  private static func flaw(_ headers: [Header], coding: String?) -> String? {
    let lengths = headers.filter { equalsIgnoringCase($0.name, "Content-Length") }
    let codings = headers.filter { equalsIgnoringCase($0.name, "Transfer-Encoding") }
    guard lengths.isEmpty || codings.isEmpty else {
      return "The request has both Content-Length and Transfer-Encoding."
    }
    guard lengths.count <= 1 else { return "The request has more than one Content-Length." }
    guard codings.count <= 1 else { return "The request has more than one Transfer-Encoding." }
    guard let coding, !equalsIgnoringCase(coding, "chunked") else { return nil }
    return "The transfer coding is not known; only chunked is."
  }
}

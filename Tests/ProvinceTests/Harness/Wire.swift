import Evidence
import Glibc
import HTTP

@testable import Province

/// Speaks raw bytes to a server on this machine and reads the whole answer.
struct Wire {
  struct Failed: Error {}

  /// An answer, taken apart just enough.
  struct Answer {
    let status: Int
    let head: String
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The `code` member of a problem document.
    var code: String? { (try? CanonicalValue(json: body))?.object?["code"]?.text }

    func member(_ name: String) -> CanonicalValue? {
      (try? CanonicalValue(json: body))?.object?[name]
    }

    func header(_ name: String) -> String? {
      head.split(separator: "\r\n").first {
        $0.lowercased().hasPrefix(name.lowercased() + ":")
      }.map { String($0.drop { $0 != ":" }.dropFirst().drop { $0 == " " }) }
    }
  }

  let port: Int

  /// Sends a request; `Host`, `Content-Length` and `Connection: close` are added.
  func send(
    _ method: String, _ path: String, _ headers: [(String, String)] = [], _ body: [UInt8] = []
  ) throws -> Answer {
    var head = "\(method) \(path) HTTP/1.1\r\nConnection: close\r\n"
    if !headers.contains(where: { $0.0 == "Host" }) { head += "Host: 127.0.0.1:\(port)\r\n" }
    if !body.isEmpty || method == "PUT" || method == "POST" {
      head += "Content-Length: \(body.count)\r\n"
    }
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    return try exchange(Array((head + "\r\n").utf8) + body)
  }

  func exchange(_ bytes: [UInt8]) throws -> Answer {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw Failed() }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Failed() }
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { break }
      sent += count
    }
    return try read(descriptor)
  }

  private func read(_ descriptor: Int32) throws -> Answer {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      bytes += buffer[0..<count]
    }
    let mark: [UInt8] = [13, 10, 13, 10]
    guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) else {
      throw Failed()
    }
    let head = String(decoding: bytes[..<end], as: UTF8.self)
    let status = Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0
    return Answer(status: status, head: head, body: Array(bytes[(end + 4)...]))
  }
}

extension TestProvince {
  /// Serves the province on a free port while `body` runs.
  func serving(_ body: (Wire) throws -> Void) throws {
    let server = try application.server(try router())
    try server.start()
    defer { server.stop(graceSeconds: 5) }
    try body(Wire(port: server.port))
  }
}

extension TestKiosk {
  /// The header fields of a batch as a kiosk sends them.
  func headers(_ body: [UInt8], personal: Bool = false) -> [(String, String)] {
    [
      ("Authorization", "Bearer \(token)"),
      ("Content-Type", personal ? PersonalDocument.mediaType : Batch.mediaType),
      ("Content-Encoding", "gzip"), ("Content-Digest", ContentDigest.header(of: body)),
    ]
  }

  func path(_ start: Int64, _ end: Int64, _ what: String = "entries") -> String {
    "/v1/logs/\(log.hex)/\(what)/\(start)-\(end)"
  }
}

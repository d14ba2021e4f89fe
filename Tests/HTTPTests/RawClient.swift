import Glibc

/// A client that sends exactly the bytes it is told to and reads exactly what comes.
final class RawClient {
  struct Failure: Error {
    let operation: String
    let code: Int32
  }

  let descriptor: Int32
  private var buffer: [UInt8] = []

  /// Connects to the port on 127.0.0.1, from 127.0.0.`host` if it is given; reads give up after
  /// `patienceSeconds`.
  init(
    port: Int, host: UInt32? = nil, receiveBufferBytes: Int32? = nil, patienceSeconds: Int = 20
  ) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    if var receiveBufferBytes {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBufferBytes, 4)
    }
    var yes: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, 4)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var source = sockaddr_in()
    source.sin_family = sa_family_t(AF_INET)
    source.sin_addr.s_addr = UInt32(0x7f00_0000 + (host ?? 0)).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafePointer(to: &source) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        host == nil ? 0 : bind(descriptor, $0, size)
      }
    }
    guard bound == 0 else { throw Failure(operation: "bind", code: errno) }
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, size)
      }
    }
    guard result == 0 else { throw Failure(operation: "connect", code: errno) }
  }

  deinit {
    close(descriptor)
  }

  /// Sends all of it, or as much as the other side takes; returns whether everything went.
  @discardableResult
  func send(_ bytes: some Collection<UInt8>) -> Bool {
    let bytes = Array(bytes)
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(
          descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  @discardableResult
  func send(_ text: String) -> Bool {
    send(Array(text.utf8))
  }

  /// Ends our side, as a client does that has said everything.
  func endSending() {
    shutdown(descriptor, Int32(SHUT_WR))
  }

  /// Everything until the other side closes; nil if it did not within our patience.
  func readToEnd() -> String? {
    while let count = receive() {
      if count == 0 { return String(decoding: buffer, as: UTF8.self) }
    }
    return nil
  }

  /// True once the other side has closed or reset the connection.
  func isClosed() -> Bool {
    while true {
      let count = receive()
      if count == 0 { return true }
      if count == nil { return errno == ECONNRESET }
    }
  }

  /// The next answer with its body, framed by Content-Length or chunks; nil if none came whole.
  func readAnswer(toHead: Bool = false) -> RawAnswerText? {
    while true {
      if let (answer, length) = RawAnswerText.parse(buffer, isHead: toHead) {
        buffer.removeFirst(length)
        return answer
      }
      guard let count = receive(), count > 0 else { return nil }
    }
  }

  private func receive() -> Int? {
    var piece = [UInt8](repeating: 0, count: 65536)
    let count = recv(descriptor, &piece, piece.count, 0)
    guard count >= 0 else { return nil }
    buffer += piece.prefix(count)
    return count
  }
}

/// An answer as read from the wire.
struct RawAnswerText {
  let status: Int
  /// By lower-case name; several of one name are joined by line feeds.
  let headers: [String: String]
  let body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }

  /// The answer at the start of `bytes` and its length, or nil if it is not complete.
  static func parse(_ bytes: [UInt8], isHead: Bool) -> (RawAnswerText, Int)? {
    guard let end = firstRange(of: [13, 10, 13, 10], in: bytes, from: 0) else { return nil }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    let status = Int(lines[0].split(separator: " ")[1]) ?? 0
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      let value = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
      let name = parts[0].lowercased()
      headers[name] = headers[name].map { $0 + "\n" + value } ?? value
    }
    let start = end + 4
    let hasNoBody = isHead || status == 204 || status == 304 || status < 200
    if hasNoBody {
      return (RawAnswerText(status: status, headers: headers, body: []), start)
    }
    if headers["transfer-encoding"] == "chunked" {
      guard let (body, next) = unchunked(bytes, from: start) else { return nil }
      return (RawAnswerText(status: status, headers: headers, body: body), next)
    }
    let length = Int(headers["content-length"] ?? "0") ?? 0
    guard bytes.count >= start + length else { return nil }
    let body = Array(bytes[start..<start + length])
    return (RawAnswerText(status: status, headers: headers, body: body), start + length)
  }

  private static func unchunked(_ bytes: [UInt8], from start: Int) -> ([UInt8], Int)? {
    var body: [UInt8] = []
    var offset = start
    while let line = firstRange(of: [13, 10], in: bytes, from: offset) {
      let text = String(decoding: bytes[offset..<line], as: UTF8.self)
      guard let size = Int(text, radix: 16), bytes.count >= line + 2 + size + 2 else { return nil }
      offset = line + 2 + size + 2
      if size == 0 { return (body, offset) }
      body += bytes[line + 2..<line + 2 + size]
    }
    return nil
  }

  private static func firstRange(of needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count >= start + needle.count else { return nil }
    return (start...bytes.count - needle.count).first { index in
      bytes[index] == needle[0] && Array(bytes[index..<index + needle.count]) == needle
    }
  }
}

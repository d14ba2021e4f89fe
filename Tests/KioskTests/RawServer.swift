import Foundation
import Glibc
import Synchronization

@testable import Kiosk

/// A server that reads one request a connection and answers exactly the bytes it is given; it knows
/// nothing of HTTP beyond the length of a body.
final class RawServer: Sendable {
  let port: Int
  private let descriptor: Int32
  private let heads = Mutex<[String]>([])

  /// - Parameter answer: the bytes for a request's head; nil closes without a word.
  init(_ answer: @escaping @Sendable (String) -> [UInt8]?) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) | listen(descriptor, 16) | getsockname(descriptor, $0, &size)
      }
    }
    guard descriptor >= 0, result == 0 else { throw Unexpected() }
    self.descriptor = descriptor
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread { [self] in
      while true {
        let client = accept(descriptor, nil, nil)
        guard client >= 0 else { return }
        serve(client, answer)
        close(client)
      }
    }.start()
  }

  deinit { close(descriptor) }

  /// Stops to listen; the port refuses from now on.
  func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// The first lines of the requests so far.
  var requests: [String] {
    heads.withLock { $0.map { String($0.prefix { $0 != "\r\n" }) } }
  }

  /// The whole heads.
  var requestHeads: [String] { heads.withLock { $0 } }

  private func serve(_ client: Int32, _ answer: (String) -> [UInt8]?) {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var head = ""
    while true {
      let count = recv(client, &buffer, buffer.count, 0)
      guard count > 0 else { return }
      bytes += buffer[0..<count]
      guard let end = Self.end(of: bytes) else { continue }
      head = String(decoding: bytes[..<end], as: UTF8.self)
      if bytes.count - end >= Self.length(head) { break }
    }
    heads.withLock { $0.append(head) }
    guard let answer = answer(head) else { return }
    _ = answer.withUnsafeBytes { send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    shutdown(client, Int32(SHUT_WR))
    while recv(client, &buffer, buffer.count, 0) > 0 {}
  }

  private static func end(of bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    return (0...bytes.count - 4).first { bytes[$0...].starts(with: [13, 10, 13, 10]) }.map {
      $0 + 4
    }
  }

  private static func length(_ head: String) -> Int {
    let line = head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
    return line.flatMap { Int($0.dropFirst(15).filter(\.isNumber)) } ?? 0
  }
}

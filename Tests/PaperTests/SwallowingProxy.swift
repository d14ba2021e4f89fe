import Foundation
import Glibc
import Synchronization

/// Stands between us and a printer: lets everything through but the answer to a document, in whose
/// place it ends the connection.
final class SwallowingProxy: Sendable {
  let address: String
  private let listener: Int32
  private let printer: Int
  private let swallowed = Mutex(false)

  /// Whether a document went through and its answer did not.
  var hasSwallowed: Bool { swallowed.withLock { $0 } }

  init(to printer: Int) throws {
    self.printer = printer
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var name = Self.loopback(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let file = listener
    let isReady = withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(file, address, length) == 0 && listen(file, 8) == 0
          && getsockname(file, address, &length) == 0
      }
    }
    guard isReady else { throw IPPDevice.Failure(reason: "The proxy does not listen.") }
    address = "ipp://127.0.0.1:\(UInt16(bigEndian: name.sin_port))/ipp/print"
    Thread.detachNewThread { [self] in accepting() }
  }

  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private func accepting() {
    while true {
      let near = accept(listener, nil, nil)
      guard near >= 0 else { return }
      Thread.detachNewThread { [self] in
        pump(near)
        close(near)
      }
    }
  }

  /// Carries one connection until either side ends it.
  private func pump(_ near: Int32) {
    let far = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(far) }
    var name = Self.loopback(port: printer)
    let isConnected = withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(far, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else { return }
    var hasDocument = false
    var files = [
      pollfd(fd: near, events: Int16(POLLIN), revents: 0),
      pollfd(fd: far, events: Int16(POLLIN), revents: 0),
    ]
    while poll(&files, 2, -1) > 0 {
      for (index, from) in [near, far].enumerated() where files[index].revents != 0 {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = read(from, &bytes, bytes.count)
        guard count > 0 else { return }
        if from == near, Data(bytes[..<count]).range(of: Data("%PDF-".utf8)) != nil {
          hasDocument = true
        }
        if from == far, hasDocument, Data(bytes[..<count]).range(of: Data("job-id".utf8)) != nil {
          swallowed.withLock { $0 = true }
          return
        }
        _ = write(from == near ? far : near, bytes, count)
      }
    }
  }

  private static func loopback(port: Int) -> sockaddr_in {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = in_port_t(port).bigEndian
    name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return name
  }
}

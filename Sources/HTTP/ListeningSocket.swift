import CMicroHTTPD
import Glibc

/// The socket a server accepts on, opened by us because libmicrohttpd hides why a bind failed.
struct ListeningSocket {
  let descriptor: Int32
  /// The port bound, also when any was asked for.
  let port: Int

  /// Binds the first address of `host` that works; throws `ServerError` with the last reason.
  init(host: String, port: Int) throws(ServerError) {
    guard (0...65535).contains(port) else {
      throw ServerError(
        operation: "bind", host: host, port: port, code: EINVAL, reason: "no such port")
    }
    var hints = addrinfo()
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, String(port), &hints, &list)
    guard code == 0 else {
      throw ServerError(
        operation: "resolve", host: host, port: port, code: 0,
        reason: String(cString: gai_strerror(code)))
    }
    defer { freeaddrinfo(list) }
    var failure = ("resolve", EADDRNOTAVAIL)
    var next = list
    while let address = next?.pointee {
      switch Self.open(address) {
      case .success(let descriptor):
        self.descriptor = descriptor
        self.port = Self.boundPort(descriptor)
        return
      case .failure(let error):
        failure = (error.operation, error.code)
      }
      next = address.ai_next
    }
    throw ServerError(
      operation: failure.0, host: host, port: port, code: failure.1,
      reason: String(cString: strerror(failure.1)))
  }

  private struct Failure: Error {
    let operation: String
    let code: Int32
  }

  private static func open(_ address: addrinfo) -> Result<Int32, Failure> {
    let type = address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let descriptor = socket(address.ai_family, type, 0)
    guard descriptor >= 0 else { return .failure(Failure(operation: "socket", code: errno)) }
    var yes: Int32 = 1
    let size = socklen_t(MemoryLayout<Int32>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, size)
    var operation = "bind"
    if bind(descriptor, address.ai_addr, address.ai_addrlen) == 0 {
      operation = "listen"
      if listen(descriptor, SOMAXCONN) == 0 { return .success(descriptor) }
    }
    let failure = Failure(operation: operation, code: errno)
    close(descriptor)
    return .failure(failure)
  }

  private static func boundPort(_ descriptor: Int32) -> Int {
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let found = withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &size)
      }
    }
    guard found == 0 else { return 0 }
    // The port stands at the same place in IPv4 and IPv6 addresses.
    return withUnsafeBytes(of: storage) {
      Int(UInt16(bigEndian: $0.load(fromByteOffset: 2, as: UInt16.self)))
    }
  }
}

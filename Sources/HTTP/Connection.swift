import CMicroHTTPD
import Glibc
import Synchronization

/// One client connection, from its acceptance to the closing of its socket.
///
/// libmicrohttpd's timeout forgives a client that sends a byte now and then; `deadline` does not.
/// The `DeadlineWatch` shuts down a connection that is past it.
final class Connection: Sendable {
  /// What the deadline is for, and so what may still be said when it passes.
  enum Stage: Int {
    case reading, sending
  }

  let descriptor: Int32
  let remoteAddress: String
  /// Whether the peer speaks from the very address it was answered at: no other machine can.
  let isFromOwnAddress: Bool
  /// Whether the bytes on the socket are TLS, which nothing of ours may mix with.
  let isSecure: Bool
  /// Monotonic milliseconds, 0 for none.
  private let deadline = Atomic<Int64>(0)
  private let stage = Atomic<Int>(Stage.reading.rawValue)

  init(descriptor: Int32, isSecure: Bool = false) {
    self.descriptor = descriptor
    self.isSecure = isSecure
    remoteAddress = Self.address(descriptor, of: getpeername)
    isFromOwnAddress =
      !remoteAddress.isEmpty && remoteAddress == Self.address(descriptor, of: getsockname)
  }

  /// The one libmicrohttpd keeps for this `struct MHD_Connection *`.
  static func of(_ connection: OpaquePointer?) -> Connection? {
    MHD_connection_context(connection).map {
      Unmanaged<Connection>.fromOpaque($0).takeUnretainedValue()
    }
  }

  /// The client must be done with `stage` within `seconds`.
  func expect(_ stage: Stage, withinSeconds seconds: Double) {
    self.stage.store(stage.rawValue, ordering: .relaxed)
    deadline.store(
      MonotonicClock.milliseconds + Int64(seconds * 1000), ordering: .releasing)
  }

  /// It is our turn: the client is not to be hurried.
  func expectNothing() {
    deadline.store(0, ordering: .releasing)
  }

  /// Cuts the connection if its deadline has passed; says 408 to one that was sending a request.
  /// Returns whether it did.
  func cutIfLate(now: Int64) -> Bool {
    let deadline = deadline.load(ordering: .acquiring)
    guard deadline != 0, deadline <= now else { return false }
    expectNothing()
    if stage.load(ordering: .relaxed) == Stage.reading.rawValue {
      sendNow(RawAnswer.requestTimeout)
    } else {
      // Closing then drops what the client never took, instead of keeping it for minutes.
      var abort = linger(l_onoff: 1, l_linger: 0)
      setsockopt(
        descriptor, SOL_SOCKET, SO_LINGER, &abort, socklen_t(MemoryLayout.size(ofValue: abort)))
    }
    shutdown(descriptor, Int32(SHUT_RDWR))
    return true
  }

  /// Bytes that arrived and that nobody has read yet.
  var hasUnreadBytes: Bool {
    MHD_socket_pending_bytes(descriptor) > 0
  }

  /// True once the client has closed its sending side or vanished.
  var isClientGone: Bool {
    var poll = pollfd(descriptor: descriptor, events: Int16(POLLIN) | Self.hangUp)
    guard Glibc.poll(&poll, 1, 0) > 0 else { return false }
    return poll.revents & (Self.hangUp | Int16(POLLHUP) | Int16(POLLERR)) != 0
  }

  /// Sends what fits at once, past libmicrohttpd: only when it has said nothing in this exchange.
  func sendNow(_ bytes: [UInt8]) {
    guard !isSecure else { return }
    _ = bytes.withUnsafeBytes {
      send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
    }
  }

  /// Ends our side and reads on for a moment, so that closing with unread bytes does not reset the
  /// connection before the client has seen our last answer.
  func drain(milliseconds: Int64, maxBytes: Int) {
    shutdown(descriptor, Int32(SHUT_WR))
    let end = MonotonicClock.milliseconds + milliseconds
    var left = maxBytes
    while left > 0 {
      let wait = end - MonotonicClock.milliseconds
      var poll = pollfd(descriptor: descriptor, events: Int16(POLLIN))
      guard wait > 0, Glibc.poll(&poll, 1, Int32(wait)) > 0 else { return }
      let count = discard()
      guard count > 0 else { return }
      left -= count
    }
  }

  /// Throws away what has arrived; the number of bytes, 0 at the end, -1 if there is none now.
  @discardableResult
  func discard() -> Int {
    withUnsafeTemporaryAllocation(byteCount: 16 * 1024, alignment: 1) { buffer in
      recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
    }
  }

  /// POLLRDHUP, which Glibc's module does not show.
  private static let hangUp: Int16 = 0x2000

  /// The numeric address of one end of a socket, or "".
  private static func address(
    _ descriptor: Int32,
    of end: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) -> String {
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard end(descriptor, address, &size) == 0 else { return "" }
        var text = [CChar](repeating: 0, count: 64)
        guard getnameinfo(address, size, &text, 64, nil, 0, NI_NUMERICHOST) == 0 else { return "" }
        return text.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
      }
    }
  }
}

extension pollfd {
  init(descriptor: Int32, events: Int16) {
    self.init(fd: descriptor, events: events, revents: 0)
  }
}

import CMicroHTTPD
import Synchronization

/// The libmicrohttpd response of an answer that is sent again and again, made once per server.
final class PreparedResponse: Sendable {
  // Sendable by hand: libmicrohttpd counts a response's users under a lock of its own.
  private struct Made: @unchecked Sendable {
    let server: ObjectIdentifier
    let pointer: OpaquePointer
  }

  private let made = Mutex<Made?>(nil)

  deinit {
    if let made = made.withLock({ $0 }) { MHD_destroy_response(made.pointer) }
  }

  /// The response for `core`; nil if another server made it, whose common fields may differ.
  func pointer(for core: ServerCore, make: () -> OpaquePointer?) -> OpaquePointer? {
    let server = ObjectIdentifier(core)
    return made.withLock { made -> Made? in
      if made == nil, let pointer = make() {
        made = Made(server: server, pointer: pointer)
      }
      return made?.server == server ? made : nil
    }?.pointer
  }
}

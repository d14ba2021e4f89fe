import CMicroHTTPD
import Synchronization

/// The headers of the request a connection is serving, read in place from libmicrohttpd.
///
/// The pointer is good only while the handler runs. `detach` ends that: it copies the fields if
/// anybody still holds this object, so a `Request` kept for longer stays valid.
final class LiveHeaders: Sendable {
  // Sendable by hand: the pointer is used only under the lock, and only until `detach`.
  private enum State: @unchecked Sendable {
    case live(OpaquePointer)
    case copied([Header])
  }

  private let state: Mutex<State>

  /// `connection` is a `struct MHD_Connection *` whose request head is complete.
  init(connection: OpaquePointer) {
    state = Mutex(.live(connection))
  }

  /// Every field in order of arrival.
  var all: [Header] {
    state.withLock { state in
      switch state {
      case .live(let connection): Self.copy(connection)
      case .copied(let list): list
      }
    }
  }

  /// The first value under `name`, without copying the others.
  func value(of name: String) -> String? {
    state.withLock { state in
      switch state {
      case .live(let connection):
        MHD_lookup_connection_value(connection, .HEADER_KIND, name).map { String(cString: $0) }
      case .copied(let list): list.first { equalsIgnoringCase($0.name, name) }?.value
      }
    }
  }

  /// Forgets the connection; `keepingValues` copies the fields first.
  func detach(keepingValues: Bool) {
    state.withLock { state in
      guard case .live(let connection) = state else { return }
      state = .copied(keepingValues ? Self.copy(connection) : [])
    }
  }

  private static func copy(_ connection: OpaquePointer) -> [Header] {
    var list: [Header] = []
    withUnsafeMutablePointer(to: &list) { target in
      _ = MHD_get_connection_values(
        connection, .HEADER_KIND,
        { target, _, name, value in
          guard let target, let name else { return .YES }
          let field = Header(String(cString: name), value.map { String(cString: $0) } ?? "")
          target.assumingMemoryBound(to: [Header].self).pointee.append(field)
          return .YES
        }, target)
    }
    return list
  }
}

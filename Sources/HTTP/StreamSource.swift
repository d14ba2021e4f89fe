import CMicroHTTPD
import Logging

/// Feeds a `BodyStream` to libmicrohttpd, piece by piece, on the connection's thread.
final class StreamSource {
  private static let blockBytes = 16 * 1024
  private static let endOfStream = -1
  private static let endWithError = -2

  private let stream: BodyStream
  private let core: ServerCore
  private let connection: Connection
  private let pointer: OpaquePointer
  private var piece: [UInt8] = []
  private var taken = 0

  init(_ stream: BodyStream, core: ServerCore, connection: Connection, pointer: OpaquePointer) {
    self.stream = stream
    self.core = core
    self.connection = connection
    self.pointer = pointer
  }

  /// The response owns this object and releases it when it is destroyed.
  func makeResponse() -> OpaquePointer? {
    let context = Unmanaged.passRetained(self).toOpaque()
    // MHD_SIZE_UNKNOWN is all ones.
    let made = MHD_create_response_from_callback(
      stream.length.map(UInt64.init) ?? .max, Self.blockBytes,
      { context, _, buffer, count in
        guard let context, let buffer else { return StreamSource.endWithError }
        return Unmanaged<StreamSource>.fromOpaque(context).takeUnretainedValue()
          .fill(UnsafeMutableRawBufferPointer(start: buffer, count: count))
      },
      context,
      { context in
        if let context { Unmanaged<StreamSource>.fromOpaque(context).release() }
      })
    if made == nil { Unmanaged<StreamSource>.fromOpaque(context).release() }
    return made
  }

  private func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    if taken == piece.count {
      let end = fetch()
      guard end == 0 else { return end }
    }
    let count = min(buffer.count, piece.count - taken)
    piece.withUnsafeBytes {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[taken..<taken + count]))
    }
    taken += count
    return count
  }

  /// Asks for the next piece until there is one; 0, or the code that ends the body.
  private func fetch() -> Int {
    let start = MonotonicClock.milliseconds
    defer {
      if MonotonicClock.milliseconds - start > 500 {
        MHD_connection_restart_timeout(pointer, UInt32(core.settings.idleTimeoutSeconds))
      }
    }
    do {
      while !core.stopping, !connection.isClientGone {
        guard let next = try stream.next() else { return Self.endOfStream }
        guard next.isEmpty else {
          (piece, taken) = (next, 0)
          return 0
        }
      }
      return stream.length == nil && core.stopping ? Self.endOfStream : Self.endWithError
    } catch {
      core.logger.error("A streamed answer broke off.", metadata: ["error": "\(error)"])
      return Self.endWithError
    }
  }
}

/// The bytes of an answer.
package enum Body: Sendable {
  /// Whole in memory.
  case bytes([UInt8])
  /// Part of a file, sent by the kernel: `length` bytes from `offset`; `descriptor` closes itself.
  case file(OpenFile, offset: Int, length: Int)
  /// Made while it is sent.
  case stream(BodyStream)

  /// No bytes at all.
  package static let empty = Body.bytes([])
}

/// A body made piece by piece on the connection's own thread: big downloads, server-sent events.
package struct BodyStream: Sendable {
  /// The total, if it is known before; nil sends chunks (RFC 9112 section 7.1).
  package let length: Int?
  /// Gives the next piece and may block; empty means "nothing yet, ask again", nil is the end.
  ///
  /// It is not asked again once the client has gone or the server is stopping, so a producer that
  /// waits should answer with an empty piece every second or so. Throwing cuts the connection.
  package let next: @Sendable () throws -> [UInt8]?

  package init(length: Int? = nil, next: @escaping @Sendable () throws -> [UInt8]?) {
    self.length = length
    self.next = next
  }
}

import Evidence

/// Where an event stands: its log and its position there.
struct EventPlace: Hashable, Sendable {
  let log: LogID
  let seq: Int64

  /// The id of the statement that the event makes: a UUIDv8 of SHA-256 over the log's 16 bytes and
  /// the position as 8 bytes, big-endian; a second statement of the same event adds its number as
  /// one byte. So a statement that is sent again, by whomever, is the same statement.
  func statementID(part: UInt8 = 0) -> UUIDv8 {
    let place = log.bytes + SQLValue.bigEndian(seq)
    return UUIDv8(sha256(part == 0 ? place : place + [part]))
  }
}

import Evidence

/// One xAPI statement, ready to send.
struct Statement: Equatable, Sendable {
  let id: UUIDv8
  /// The event's position in its log, and which of its statements this is.
  let seq: Int64
  let part: UInt8
  /// The statement as JSON.
  let bytes: [UInt8]
  let core: Core
  /// The statement that this one makes void.
  let voids: UUIDv8?

  /// What makes a statement that statement. Two that agree in it say the same fact, even when one was
  /// made before a clock was corrected or a session renamed.
  struct Core: Equatable, Sendable {
    let actor: String
    let verb: String
    let object: String
  }
}

extension [Statement] {
  /// The statements as the body of one request.
  var body: [UInt8] {
    [0x5B] + map(\.bytes).joined(separator: [0x2C]) + [0x5D]
  }

  /// As many of them as may travel together: within the limits, and no statement beside the one that
  /// it makes void, since stores look for that one among what they have.
  func prefix(maxCount: Int, maxBytes: Int) -> [Statement] {
    var taken: [Statement] = []
    var bytes = 1
    for statement in self.prefix(maxCount) {
      bytes += statement.bytes.count + 1
      let isTogether = taken.contains { $0.id == statement.voids }
      guard taken.isEmpty || (bytes <= maxBytes && !isTogether) else { break }
      taken.append(statement)
    }
    return taken
  }
}

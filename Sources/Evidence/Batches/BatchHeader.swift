/// The first line of a batch, canonical JSON with the members cp, end, log, start and v.
struct BatchHeader {
  let log: LogID
  let start: Int64
  let end: Int64
  let checkpointNote: String

  init(log: LogID, start: Int64, end: Int64, checkpointNote: String) {
    self.log = log
    self.start = start
    self.end = end
    self.checkpointNote = checkpointNote
  }

  init(line: [UInt8]) throws(BatchError) {
    do {
      self = try BatchHeader(checking: line)
    } catch {
      throw BatchError(.header, "The header is refused: \(error.message)")
    }
  }

  private init(checking line: [UInt8]) throws(Malformed) {
    let members = try CanonicalValue(canonical: line).object ?? [:]
    guard members["v"]?.integer == Batch.version else {
      throw BatchHeader.refusal("version", "The version is not known.")
    }
    guard members.count == 5, let log = members["log"]?.text, let start = members["start"]?.integer,
      let end = members["end"]?.integer, let note = members["cp"]?.text
    else { throw BatchHeader.refusal("member", "A member is missing, unknown or wrong.") }
    guard 0 <= start, start < end else {
      throw BatchHeader.refusal("range", "The range is empty or negative.")
    }
    self.init(log: try LogID(hex: log), start: start, end: end, checkpointNote: note)
  }

  func line() throws(Malformed) -> [UInt8] {
    let members: [String: CanonicalValue] = [
      "cp": .text(checkpointNote), "end": .integer(end), "log": .text(log.hex),
      "start": .integer(start), "v": .integer(Batch.version),
    ]
    return try CanonicalValue.object(members).canonical()
  }

  private static func refusal(_ code: String, _ message: String) -> Malformed {
    Malformed(operation: "batch header", code: code, message: message)
  }
}

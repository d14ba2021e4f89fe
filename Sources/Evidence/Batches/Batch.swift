/// A half-open range of one log with the checkpoint that covers it: the unit of push, pull and USB,
/// the same bytes on every way (sync.md, "Batch").
package struct Batch: Equatable, Sendable {
  /// The media type of the encoded bytes, beside `Content-Encoding: gzip`.
  package static let mediaType = "application/vnd.learning-kiosk.entries+ndjson;v=1"
  /// The version of the header that this program writes and reads.
  package static let version: Int64 = 1

  /// The log.
  package let log: LogID
  /// Position of the first line.
  package let start: Int64
  /// The signed note over the tree of size `end`.
  package let checkpointNote: String
  /// The event lines without their line feeds.
  package let lines: [[UInt8]]

  /// The position after the last line.
  package var end: Int64 { start + Int64(lines.count) }

  /// A batch of lines read from the log; `start` is the first line's seq.
  package init(log: LogID, start: Int64, checkpointNote: String, lines: [[UInt8]]) {
    self.log = log
    self.start = start
    self.checkpointNote = checkpointNote
    self.lines = lines
  }

  /// Reads a batch as received: limits, gzip, header, and each line's form and position. Root and
  /// signature are checked by `verify`.
  /// - Throws: `BatchError`.
  package init(gzip: [UInt8], limits: BatchLimits = .standard) throws(BatchError) {
    let document = try LineDocument(gzip: gzip, limits: limits)
    guard let first = document.ranges.first else {
      throw BatchError(.header, "The batch is empty.")
    }
    let header = try BatchHeader(line: [UInt8](document.bytes[first]))
    let ranges = document.ranges.dropFirst()
    guard header.end - header.start <= limits.maxEvents else {
      throw BatchError(.tooBig, "The batch has more than \(limits.maxEvents) events.")
    }
    guard header.end - header.start == ranges.count else {
      throw BatchError(.header, "The header and the number of lines contradict each other.")
    }
    lines = try Batch.lines(document.bytes, ranges, from: header.start)
    log = header.log
    start = header.start
    checkpointNote = header.checkpointNote
  }

  /// The batch as it travels: header and lines, each with a line feed, in one gzip member.
  package func encoded() throws(Malformed) -> [UInt8] {
    let header = BatchHeader(log: log, start: start, end: end, checkpointNote: checkpointNote)
    var bytes = try header.line()
    bytes.reserveCapacity(lines.reduce(bytes.count + 1) { $0 + $1.count + 1 })
    bytes.append(0x0A)
    for line in lines {
      bytes += line
      bytes.append(0x0A)
    }
    return try Gzip.compress(bytes)
  }

  /// The value of the `Content-Digest` header field for these encoded bytes.
  package static func contentDigest(of bytes: [UInt8]) -> String {
    ContentDigest.header(of: bytes)
  }

  /// The range to send next: at most `events`, its end on a multiple of 256 when more follows.
  package static func nextRange(from start: Int64, size: Int64, events: Int = 512) -> Range<Int64> {
    guard start < size else { return start..<start }
    let end = min(size, start + Int64(max(1, events)))
    let aligned = end / 256 * 256
    return start..<(end < size && aligned > start ? aligned : end)
  }

  private static func lines(
    _ bytes: [UInt8], _ ranges: ArraySlice<Range<Int>>, from start: Int64
  ) throws(BatchError) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    lines.reserveCapacity(ranges.count)
    var expected = start
    for range in ranges {
      try check(range, in: bytes, expected: expected)
      lines.append([UInt8](bytes[range]))
      expected += 1
    }
    return lines
  }

  private static func check(
    _ range: Range<Int>, in bytes: [UInt8], expected: Int64
  ) throws(BatchError) {
    let seq: Int64
    do {
      seq = try Event.seq(ofLine: range, in: bytes)
    } catch {
      throw BatchError(.line(seq: expected), "Line \(expected) is refused: \(error.message)")
    }
    guard seq == expected else {
      throw BatchError(.line(seq: expected), "Line \(expected) says that it is line \(seq).")
    }
  }
}

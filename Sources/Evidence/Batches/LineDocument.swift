/// A gzip member that holds lines, each ended by a line feed; inflated within limits and cut, not copied.
struct LineDocument {
  let bytes: [UInt8]
  let ranges: [Range<Int>]

  init(gzip: [UInt8], limits: BatchLimits) throws(BatchError) {
    guard gzip.count <= limits.maxCompressedBytes else {
      throw BatchError(.tooBig, "More than \(limits.maxCompressedBytes) bytes were sent.")
    }
    do {
      bytes = try Gzip.inflate(gzip, maxBytes: limits.maxInflatedBytes)
    } catch {
      throw BatchError(error.code == "too-big" ? .tooBig : .encoding, error.message)
    }
    guard bytes.isEmpty || bytes.last == 0x0A else {
      throw BatchError(.encoding, "The last line does not end with a line feed.")
    }
    ranges = LineDocument.cut(bytes)
  }

  private static func cut(_ bytes: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    bytes.withUnsafeBufferPointer { buffer in
      for index in buffer.indices where buffer[index] == 0x0A {
        ranges.append(start..<index)
        start = index + 1
      }
    }
    return ranges
  }
}

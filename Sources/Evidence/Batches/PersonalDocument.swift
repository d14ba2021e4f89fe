/// The personal values of a range of the log: the second document, which is no part of any receipt
/// and shrinks when a person is erased (sync.md, "Personal values").
package struct PersonalDocument: Equatable, Sendable {
  /// The media type of the encoded bytes, beside `Content-Encoding: gzip`.
  package static let mediaType = "application/vnd.learning-kiosk.personal+ndjson;v=1"

  /// The values, by seq and then by field.
  package let values: [PersonalValue]

  /// A document of these values, in any order; of two with the same seq and field the first stays.
  package init(values: [PersonalValue]) {
    let sorted = values.sorted(by: PersonalDocument.precedes)
    self.values = sorted.indices.filter {
      $0 == 0 || PersonalDocument.precedes(sorted[$0 - 1], sorted[$0])
    }.map { sorted[$0] }
  }

  /// Reads a document as received, strictly: canonical lines, sorted, unique. `PersonalValue.matches`
  /// then checks each against its event.
  /// - Throws: `BatchError` with `tooBig`, `encoding` or `line`.
  package init(gzip: [UInt8], limits: BatchLimits = .standard) throws(BatchError) {
    let document = try LineDocument(gzip: gzip, limits: limits)
    var values: [PersonalValue] = []
    values.reserveCapacity(document.ranges.count)
    for range in document.ranges {
      let value = try PersonalDocument.value([UInt8](document.bytes[range]), index: values.count)
      if let last = values.last, !PersonalDocument.precedes(last, value) {
        throw BatchError(.line(seq: value.seq), "The personal values are not sorted and unique.")
      }
      values.append(value)
    }
    self.values = values
  }

  /// The document as it travels: one line a value, in one gzip member.
  package func encoded() throws(Malformed) -> [UInt8] {
    var bytes: [UInt8] = []
    for value in values {
      bytes += try value.line()
      bytes.append(0x0A)
    }
    return try Gzip.compress(bytes)
  }

  private static func value(_ line: [UInt8], index: Int) throws(BatchError) -> PersonalValue {
    do {
      return try PersonalValue(line: line)
    } catch {
      throw BatchError(
        .line(seq: Int64(index)), "Personal value \(index) is refused: \(error.message)")
    }
  }

  private static func precedes(_ left: PersonalValue, _ right: PersonalValue) -> Bool {
    left.seq == right.seq ? left.field < right.field : left.seq < right.seq
  }
}

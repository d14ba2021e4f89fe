/// Reads JSON bytes in place, without copying, and refuses what the product never writes.
///
/// In canonical mode one value has exactly one spelling (RFC 8785); otherwise blanks, key order and
/// escapes are free. Walk an object with `open`, then `nextKey` until it returns nil.
struct JSONReader {
  let bytes: [UInt8]
  let isCanonical: Bool
  private(set) var position: Int
  private let end: Int

  /// Remembers the last key of an object, whose order is checked.
  struct Cursor {
    fileprivate var last: Range<Int>?
  }

  /// A key or text between its quotation marks; plain means ASCII without escapes.
  struct Quoted {
    let range: Range<Int>
    let isPlain: Bool
  }

  init(_ bytes: [UInt8], in range: Range<Int>? = nil, isCanonical: Bool) {
    self.bytes = bytes
    self.isCanonical = isCanonical
    position = range?.lowerBound ?? 0
    end = range?.upperBound ?? bytes.count
  }

  /// Refuses anything after the value.
  mutating func finish() throws(Malformed) {
    skipBlanks()
    guard position == end else { throw refusal("trailing", "Something follows the value.") }
  }

  mutating func value(depth: Int) throws(Malformed) -> CanonicalValue {
    guard depth <= CanonicalValue.depthLimit else {
      throw refusal("too-deep", "A value is nested too deeply.")
    }
    switch try peek() {
    case 0x7B: return .object(try object(depth: depth))
    case 0x5B: return .list(try list(depth: depth))
    case 0x22: return .text(try text())
    case 0x74, 0x66: return .boolean(try boolean())
    default: return .integer(try integer())
    }
  }

  /// Checks a value without building it: the fast path of a batch.
  mutating func skipValue(depth: Int) throws(Malformed) {
    guard depth <= CanonicalValue.depthLimit else {
      throw refusal("too-deep", "A value is nested too deeply.")
    }
    switch try peek() {
    case 0x7B:
      try open(0x7B)
      var cursor = Cursor()
      while try nextKey(&cursor) != nil { try skipValue(depth: depth + 1) }
    case 0x5B:
      try open(0x5B)
      var isFirst = true
      while try nextElement(&isFirst) { try skipValue(depth: depth + 1) }
    case 0x22:
      let quoted = try self.quoted()
      if !quoted.isPlain { _ = try text(of: quoted) }
    case 0x74, 0x66: _ = try boolean()
    default: _ = try integer()
    }
  }

  mutating func open(_ bracket: UInt8) throws(Malformed) {
    guard try peek() == bracket else {
      throw refusal("syntax", "An opening bracket was expected.")
    }
    position += 1
  }

  /// The next key of the open object, its colon passed; nil at the closing brace.
  mutating func nextKey(_ cursor: inout Cursor) throws(Malformed) -> Quoted? {
    if try peek() == 0x7D {
      position += 1
      return nil
    }
    if cursor.last != nil { try comma() }
    guard try peek() == 0x22 else { throw syntax() }
    let key = try quoted()
    if isCanonical { try check(key, after: cursor.last) }
    cursor.last = key.range
    guard try peek() == 0x3A else { throw syntax() }
    position += 1
    return key
  }

  /// Whether another element of the open list follows; false at the closing bracket.
  mutating func nextElement(_ isFirst: inout Bool) throws(Malformed) -> Bool {
    if try peek() == 0x5D {
      position += 1
      return false
    }
    if !isFirst {
      try comma()
      guard try peek() != 0x5D else { throw syntax() }
    }
    isFirst = false
    return true
  }

  mutating func text() throws(Malformed) -> String {
    guard try peek() == 0x22 else { throw refusal("syntax", "A text was expected.") }
    return try text(of: quoted())
  }

  func text(of quoted: Quoted) throws(Malformed) -> String {
    if quoted.isPlain { return String(decoding: bytes[quoted.range], as: UTF8.self) }
    let text = try JSONText.decode(bytes[quoted.range], isCanonical: isCanonical)
    guard isNFC(text) else {
      guard !isCanonical else {
        throw refusal("not-nfc", "A text is not in Normalization Form C.", quoted.range.lowerBound)
      }
      return nfc(text)
    }
    return text
  }

  mutating func integer() throws(Malformed) -> Int64 {
    let start = position
    let isNegative = try peek() == 0x2D
    if isNegative { position += 1 }
    let first = position
    var value: Int64 = 0
    while position < end, 0x30...0x39 ~= bytes[position] {
      value = value * 10 + Int64(bytes[position] - 0x30)
      position += 1
      guard position - first <= 16 else { break }
    }
    guard position > first else { throw refusal("syntax", "A value was expected.", start) }
    let hasLeadingZero = bytes[first] == 0x30 && (position - first > 1 || isNegative)
    guard !hasLeadingZero else { throw refusal("number", "A number has a leading zero.", start) }
    if position < end, [0x2E, 0x45, 0x65].contains(bytes[position]) {
      throw refusal("number", "Only whole numbers are allowed.", start)
    }
    guard value <= CanonicalValue.integerLimit else {
      throw refusal("integer-range", "An integer is beyond 2^53 - 1.", start)
    }
    return isNegative ? -value : value
  }

  // MARK: - Pieces

  private mutating func object(depth: Int) throws(Malformed) -> [String: CanonicalValue] {
    try open(0x7B)
    var members: [String: CanonicalValue] = [:]
    var cursor = Cursor()
    while let key = try nextKey(&cursor) {
      let name = try text(of: key)
      guard members[name] == nil else {
        throw refusal("duplicate-key", "A key stands twice in one object.", key.range.lowerBound)
      }
      if !isCanonical, try peek() == 0x6E {
        try word("null")
      } else {
        members[name] = try value(depth: depth + 1)
      }
    }
    return members
  }

  private mutating func list(depth: Int) throws(Malformed) -> [CanonicalValue] {
    try open(0x5B)
    var elements: [CanonicalValue] = []
    var isFirst = true
    while try nextElement(&isFirst) { elements.append(try value(depth: depth + 1)) }
    return elements
  }

  private mutating func boolean() throws(Malformed) -> Bool {
    let isTrue = bytes[position] == 0x74
    try word(isTrue ? "true" : "false")
    return isTrue
  }

  private mutating func word(_ word: StaticString) throws(Malformed) {
    let count = word.utf8CodeUnitCount
    let found =
      position + count <= end
      && bytes[position..<position + count].elementsEqual(
        UnsafeBufferPointer(start: word.utf8Start, count: count))
    guard found else { throw refusal("syntax", "A value was expected.") }
    position += count
  }

  /// Passes a text and says where it stands; the bytes inside are checked by `text(of:)`.
  private mutating func quoted() throws(Malformed) -> Quoted {
    position += 1
    let start = position
    var isPlain = true
    while position < end {
      let byte = bytes[position]
      if byte == 0x22 {
        position += 1
        return Quoted(range: start..<position - 1, isPlain: isPlain)
      }
      guard byte >= 0x20 else { throw refusal("control", "A control character is not escaped.") }
      if byte == 0x5C { position += 1 }
      if byte >= 0x80 || byte == 0x5C { isPlain = false }
      position += 1
    }
    throw refusal("truncated", "A text does not end.")
  }

  private func check(_ key: Quoted, after last: Range<Int>?) throws(Malformed) {
    let isSimple =
      key.isPlain && 1...64 ~= key.range.count
      && bytes[key.range].allSatisfy { 0x21...0x7E ~= $0 }
    guard isSimple else {
      throw refusal("key", "A key is empty, too long or not plain ASCII.", key.range.lowerBound)
    }
    guard let last else { return }
    guard bytes[last].lexicographicallyPrecedes(bytes[key.range]) else {
      throw refusal("key-order", "The keys are not sorted and unique.", key.range.lowerBound)
    }
  }

  private mutating func comma() throws(Malformed) {
    guard try peek() == 0x2C else { throw syntax() }
    position += 1
  }

  private mutating func peek() throws(Malformed) -> UInt8 {
    skipBlanks()
    guard position < end else { throw refusal("truncated", "The text ends too early.") }
    return bytes[position]
  }

  private mutating func skipBlanks() {
    guard !isCanonical else { return }
    while position < end, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
  }

  private func syntax() -> Malformed {
    refusal("syntax", "A comma, a key or a bracket is missing or misplaced.")
  }

  func refusal(_ code: String, _ message: String, _ offset: Int? = nil) -> Malformed {
    Malformed(operation: "JSON", code: code, message: message, offset: offset ?? position)
  }
}

/// Walks CBOR bytes once and refuses every encoding but the deterministic one.
struct CBORReader {
  private let bytes: [UInt8]
  private let maxDepth: Int
  private(set) var position = 0

  init(_ bytes: [UInt8], maxDepth: Int) {
    self.bytes = bytes
    self.maxDepth = maxDepth
  }

  mutating func value(depth: Int) throws(CBORError) -> CBOR {
    let start = position
    guard start < bytes.count else { throw CBORError(.truncated, offset: start) }
    let major = bytes[start] >> 5
    if major == 7 { throw simple(bytes[start] & 31, at: start) }
    let argument = try self.argument()
    switch major {
    case 0, 1: return .integer(try integer(argument, isNegative: major == 1, at: start))
    case 2: return .bytes([UInt8](try take(argument)))
    case 3: return .text(try text(argument, at: start))
    default: return try container(major, argument, at: start, depth: depth)
    }
  }

  private mutating func container(
    _ major: UInt8, _ argument: UInt64, at start: Int, depth: Int
  ) throws(CBORError) -> CBOR {
    guard depth <= maxDepth else { throw CBORError(.tooDeep, offset: start) }
    if major == 6 { return .tagged(argument, try value(depth: depth + 1)) }
    // Every element takes a byte at least: a lying count is refused before anything is built.
    let least = major == 5 ? 2 : 1
    guard argument <= UInt64((bytes.count - position) / least) else {
      throw CBORError(.truncated, offset: start)
    }
    if major == 5 { return .map(try entries(Int(argument), depth: depth)) }
    var elements: [CBOR] = []
    for _ in 0..<argument { elements.append(try value(depth: depth + 1)) }
    return .array(elements)
  }

  private mutating func entries(_ count: Int, depth: Int) throws(CBORError) -> [CBOR.Entry] {
    var entries: [CBOR.Entry] = []
    var last: ArraySlice<UInt8>?
    for _ in 0..<count {
      let start = position
      let key = try value(depth: depth + 1)
      let raw = bytes[start..<position]
      if let last {
        guard last != raw else { throw CBORError(.duplicateKey, offset: start) }
        guard last.lexicographicallyPrecedes(raw) else { throw CBORError(.keyOrder, offset: start) }
      }
      last = raw
      entries.append(CBOR.Entry(key, try value(depth: depth + 1)))
    }
    return entries
  }

  /// Reads the initial byte's argument and refuses any but its shortest form.
  private mutating func argument() throws(CBORError) -> UInt64 {
    let start = position
    let info = bytes[start] & 31
    position += 1
    if info < 24 { return UInt64(info) }
    guard info < 28 else {
      throw CBORError(info == 31 ? .indefinite : .reserved, offset: start)
    }
    let count = 1 << Int(info - 24)
    let raw = try take(UInt64(count))
    let argument = raw.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let least: UInt64 = count == 1 ? 24 : 1 << (4 * UInt64(count))
    guard argument >= least else { throw CBORError(.notShortest, offset: start) }
    return argument
  }

  private mutating func take(_ count: UInt64) throws(CBORError) -> ArraySlice<UInt8> {
    guard count <= UInt64(bytes.count - position) else {
      throw CBORError(.truncated, offset: bytes.count)
    }
    defer { position += Int(count) }
    return bytes[position..<position + Int(count)]
  }

  private func integer(
    _ argument: UInt64, isNegative: Bool, at start: Int
  ) throws(CBORError) -> Int64 {
    guard let value = Int64(exactly: argument) else {
      throw CBORError(.integerRange, offset: start)
    }
    return isNegative ? -1 - value : value
  }

  private mutating func text(_ count: UInt64, at start: Int) throws(CBORError) -> String {
    guard let text = String(validating: try take(count), as: UTF8.self) else {
      throw CBORError(.notUTF8, offset: start)
    }
    guard isNFC(text) else { throw CBORError(.notNFC, offset: start) }
    return text
  }

  private func simple(_ info: UInt8, at start: Int) -> CBORError {
    switch info {
    case 25...27: CBORError(.float, offset: start)
    case 28...30: CBORError(.reserved, offset: start)
    case 31: CBORError(.indefinite, offset: start)
    default: CBORError(.simple, offset: start)
    }
  }
}

/// What a `Range` field asks for of a body of known size (RFC 9110 section 14).
enum ByteRange: Equatable {
  /// No usable range: the whole body, status 200.
  case whole
  /// Status 206.
  case part(offset: Int, length: Int)
  /// Outside the body: status 416.
  case unsatisfiable

  /// Only single byte ranges are honoured; several, and anything malformed, mean the whole.
  init(_ field: String?, size: Int) {
    guard let field, field.hasPrefix("bytes="), !field.contains(",") else {
      self = .whole
      return
    }
    let ends = field.dropFirst("bytes=".count)
      .split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1]) else {
      self = .whole
      return
    }
    switch (first, last) {
    case (nil, nil): self = .whole
    case (nil, let suffix?): self = Self.suffix(suffix, size: size)
    case (let first?, let last): self = Self.span(first, last ?? .max, size: size)
    }
  }

  private static func suffix(_ count: Int, size: Int) -> ByteRange {
    guard count > 0, size > 0 else { return .unsatisfiable }
    let length = min(count, size)
    return .part(offset: size - length, length: length)
  }

  private static func span(_ first: Int, _ last: Int, size: Int) -> ByteRange {
    guard first <= last else { return .whole }
    guard first < size else { return .unsatisfiable }
    return .part(offset: first, length: min(last, size - 1) - first + 1)
  }

  /// `.some(nil)` for nothing written, nil for what is no number.
  private static func number(_ text: Substring) -> Int?? {
    guard !text.isEmpty else { return .some(nil) }
    guard text.utf8.allSatisfy({ (48...57).contains($0) }), let value = Int(text) else {
      return nil
    }
    return .some(value)
  }
}

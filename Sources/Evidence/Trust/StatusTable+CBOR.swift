extension StatusTable {
  /// The details as they stand in the list: `{1: segments, 2: replacements}`.
  var details: CBOR {
    .labelled([(1, .map(segments)), (2, .array(pairs.map { .integer(Int64($0)) }))])
  }

  /// `{centre: [first year, count, count, ...]}`.
  private var segments: [CBOR.Entry] {
    var segments: [(centre: String, numbers: [CBOR])] = []
    for register in registers {
      if segments.last?.centre != register.centre {
        segments.append((register.centre, [.integer(Int64(register.year))]))
      }
      segments[segments.count - 1].numbers.append(.integer(Int64(register.count)))
    }
    return segments.map { CBOR.Entry(.text($0.centre), .array($0.numbers)) }
  }

  /// `[gap, shift, gap, shift, ...]` in the order of the replaced certificates.
  private var pairs: [Int] {
    var pairs: [Int] = []
    var last = 0
    for (at, by) in replacements.sorted(by: { $0.key < $1.key }) {
      pairs += [at - last, by - at]
      last = at
    }
    return pairs
  }

  /// Reads a table and refuses whatever contradicts itself.
  /// - Throws: `TrustError` with `status-list` and `details`, `segments`, `bitmap` or `replacements`.
  init(details: CBOR, bitmap: [UInt8]) throws(TrustError) {
    guard details.memberCount == 2, case .map(let segments) = details[1],
      case .array(let pairs) = details[2]
    else { throw TrustError(.statusList, "details") }
    var registers: [Register] = []
    for segment in segments { try StatusTable.read(segment, into: &registers) }
    let count = registers.last.map { $0.start + $0.count } ?? 0
    let unused = bitmap.count * 8 - count
    guard 0..<8 ~= unused, (bitmap.last ?? 0).leadingZeroBitCount >= unused else {
      throw TrustError(.statusList, "bitmap")
    }
    let replacements = try StatusTable.replacements(pairs, count: count, bitmap: bitmap)
    self.init(registers: registers, bitmap: bitmap, replacements: replacements)
  }

  private static func read(
    _ segment: CBOR.Entry, into registers: inout [Register]
  ) throws(TrustError) {
    let refusal = TrustError(.statusList, "segments")
    guard let centre = segment.key.text, CertificateNumberParts.isCentre(centre),
      case .array(let numbers) = segment.value, numbers.count >= 2,
      let first = numbers[0].integer, CertificateNumberParts.years.contains(Int(first)),
      Int(first) + numbers.count - 2 <= CertificateNumberParts.years.upperBound
    else { throw refusal }
    for (offset, number) in numbers.dropFirst().enumerated() {
      let start = registers.last.map { $0.start + $0.count } ?? 0
      guard let count = number.integer,
        0...Int64(CertificateNumberParts.sequences.upperBound) ~= count,
        start + Int(count) <= certificateLimit
      else { throw refusal }
      let year = Int(first) + offset
      registers.append(Register(centre: centre, year: year, start: start, count: Int(count)))
    }
  }

  /// Index by index: a replaced certificate is one that the bitmap revokes.
  private static func replacements(
    _ pairs: [CBOR], count: Int, bitmap: [UInt8]
  ) throws(TrustError) -> [Int: Int] {
    let refusal = TrustError(.statusList, "replacements")
    guard pairs.count.isMultiple(of: 2) else { throw refusal }
    var replacements: [Int: Int] = [:]
    var at = 0
    for pair in stride(from: 0, to: pairs.count, by: 2) {
      guard let gap = pairs[pair].integer, let shift = pairs[pair + 1].integer, shift != 0,
        gap >= (pair == 0 ? 0 : 1), gap < Int64(count - at),
        -Int64(count)...Int64(count) ~= shift
      else { throw refusal }
      at += Int(gap)
      let by = at + Int(shift)
      guard 0..<count ~= by, bitmap[at >> 3] >> (at & 7) & 1 == 1 else { throw refusal }
      replacements[at] = by
    }
    return replacements
  }
}

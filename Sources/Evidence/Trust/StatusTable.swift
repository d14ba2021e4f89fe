/// What a status list says, without its signature: which numbers exist up to where, which of them are
/// revoked, and by which others they were replaced.
///
/// Every number has an index: the registers stand one after another, by centre and year, each as long
/// as its highest number. Bit i of the bitmap is bit (i & 7) of byte i >> 3, as the IETF Token Status
/// List has it.
package struct StatusTable: Equatable, Sendable {
  /// What the table says about one number.
  package enum Status: Equatable, Sendable {
    /// Counted, and neither revoked nor replaced.
    case good
    /// Withdrawn by the centre.
    case revoked
    /// Withdrawn, and replaced by the certificate of this number.
    case replaced(by: String)
    /// Beyond what the list counts: issued after the list was made, or never.
    case unlisted
  }

  /// One year's register of one centre.
  struct Register: Equatable, Sendable {
    let centre: String
    let year: Int
    let start: Int
    let count: Int
  }

  /// The most certificates in one table: as many as 1 MiB of bitmap holds.
  package static let certificateLimit = 8 << 20
  /// The longest bitmap and the longest details, in bytes before compression.
  static let inflatedLimit = 1 << 20

  /// By index.
  let registers: [Register]
  /// One bit a certificate; the unused bits of the last byte are zero.
  let bitmap: [UInt8]
  /// Index of a replaced certificate to the index of the one that replaced it.
  let replacements: [Int: Int]

  /// How many certificates the table counts.
  package var certificateCount: Int { registers.last.map { $0.start + $0.count } ?? 0 }

  /// How many of them are revoked or replaced.
  package var revokedCount: Int { bitmap.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// A table of registers and withdrawals.
  /// - Parameters:
  ///   - highest: by centre code and year, the highest number of that register.
  ///   - withdrawn: the numbers that are revoked, each with the number that replaced it, if one did.
  /// - Throws: `TrustError` with `contradiction` and `registers` for a bad centre, year or count or too
  ///   many of them, `withdrawn` or `replacement` for a number that the registers do not hold.
  package init(
    highest: [String: [Int: Int]], withdrawn: [String: String?]
  ) throws(TrustError) {
    let registers = try StatusTable.registers(highest)
    let count = registers.last.map { $0.start + $0.count } ?? 0
    let index = StatusTable.index(registers)
    var bitmap = [UInt8](repeating: 0, count: (count + 7) / 8)
    var replacements: [Int: Int] = [:]
    for (number, replacement) in withdrawn {
      guard let at = index(number) else { throw TrustError(.contradiction, "withdrawn") }
      bitmap[at >> 3] |= 1 << (at & 7)
      guard let replacement else { continue }
      guard let by = index(replacement), by != at else {
        throw TrustError(.contradiction, "replacement")
      }
      replacements[at] = by
    }
    self.init(registers: registers, bitmap: bitmap, replacements: replacements)
  }

  init(registers: [Register], bitmap: [UInt8], replacements: [Int: Int]) {
    self.registers = registers
    self.bitmap = bitmap
    self.replacements = replacements
  }

  /// What the table says about the certificate of this number.
  package func status(of number: String) -> Status {
    guard let parts = CertificateNumberParts(number),
      let register = registers.first(where: { $0.centre == parts.centre && $0.year == parts.year }),
      parts.sequence <= register.count
    else { return .unlisted }
    let index = register.start + parts.sequence - 1
    guard bitmap[index >> 3] >> (index & 7) & 1 == 1 else { return .good }
    return replacements[index].flatMap(number(at:)).map { .replaced(by: $0) } ?? .revoked
  }

  private func number(at index: Int) -> String? {
    let register = registers.first { $0.start <= index && index < $0.start + $0.count }
    return register.map {
      CertificateNumberParts(
        centre: $0.centre, year: $0.year, sequence: index - $0.start + 1
      ).text
    }
  }

  /// The registers in the order of a CBOR map's keys (shorter centre codes first), each centre's years
  /// without a gap.
  private static func registers(
    _ highest: [String: [Int: Int]]
  ) throws(TrustError) -> [Register] {
    var registers: [Register] = []
    var start = 0
    let centres = highest.keys.filter { highest[$0]?.isEmpty == false }.sorted {
      ($0.utf8.count, $0) < ($1.utf8.count, $1)
    }
    for centre in centres {
      let counts = highest[centre] ?? [:]
      let years = (counts.keys.min() ?? 0)...(counts.keys.max() ?? 0)
      guard CertificateNumberParts.isCentre(centre), CertificateNumberParts.years.contains(years)
      else { throw TrustError(.contradiction, "registers") }
      for year in years {
        let count = counts[year] ?? 0
        guard 0...CertificateNumberParts.sequences.upperBound ~= count,
          start + count <= certificateLimit
        else { throw TrustError(.contradiction, "registers") }
        registers.append(Register(centre: centre, year: year, start: start, count: count))
        start += count
      }
    }
    return registers
  }

  /// Finds a number's index; a dictionary, because a province withdraws thousands.
  private static func index(_ registers: [Register]) -> (String) -> Int? {
    var starts: [String: Register] = [:]
    for register in registers { starts["\(register.centre)-\(register.year)"] = register }
    return { number in
      guard let parts = CertificateNumberParts(number),
        let register = starts["\(parts.centre)-\(parts.year)"], parts.sequence <= register.count
      else { return nil }
      return register.start + parts.sequence - 1
    }
  }
}

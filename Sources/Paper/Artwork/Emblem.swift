/// A centre's emblem: a PNG picture with limits, looked at when it is loaded and decoded when it is
/// drawn.
struct Emblem: Equatable {
  /// The most bytes of the file.
  static let mostBytes = 1 << 20
  /// The sides allowed, in pixels; 24 mm at 600 dots per inch are 567.
  static let pixels = 64...1200

  let bytes: [UInt8]
  let width: Int
  let height: Int

  /// Reads the header of a PNG (ISO/IEC 15948, 11.2.2).
  init(file: String, bytes: [UInt8]) throws(TemplateError) {
    guard bytes.count <= Self.mostBytes else {
      throw TemplateError(file: file, field: "", reason: "is larger than 1 MiB")
    }
    let mark: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]
    guard bytes.starts(with: mark + Array("IHDR".utf8)), bytes.count > 33 else {
      throw TemplateError(file: file, field: "", reason: "is not a PNG picture")
    }
    let sides = [16, 20].map { start in
      bytes[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) }
    }
    guard sides.allSatisfy(Self.pixels.contains) else {
      throw TemplateError(
        file: file, field: "",
        reason: "has \(sides[0]) x \(sides[1]) pixels; each side must have "
          + "\(Self.pixels.lowerBound) to \(Self.pixels.upperBound)")
    }
    self.bytes = bytes
    width = sides[0]
    height = sides[1]
  }
}

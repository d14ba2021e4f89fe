/// A ZIP archive of small parts, stored as they are (APPNOTE 6.3.10): what the office formats wrap
/// themselves in. The same parts give the same bytes on every day.
struct ZipArchive {
  private static let storedVersion: UInt16 = 20
  /// Names are UTF-8 (bit 11).
  private static let flags: UInt16 = 0x0800
  /// 1 January 1980, the first day that the format knows.
  private static let day: UInt16 = 0x0021

  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count: UInt16 = 0

  /// Adds a part; all of them together stay below 4 GiB.
  mutating func add(_ name: String, _ content: [UInt8]) {
    let offset = UInt32(bytes.count)
    let header = Self.header(name, content)
    bytes += Self.little(UInt32(0x0403_4B50)) + header + Array(name.utf8) + content
    directory += Self.little(UInt32(0x0201_4B50)) + Self.little(Self.storedVersion) + header
    // No comment, first disk, no attributes, then where the part begins.
    directory += Self.little(UInt16(0)) + Self.little(UInt16(0)) + Self.little(UInt16(0))
    directory += Self.little(UInt32(0)) + Self.little(offset) + Array(name.utf8)
    count += 1
  }

  /// The archive with its directory.
  func finished() -> [UInt8] {
    var end = Self.little(UInt32(0x0605_4B50)) + Self.little(UInt16(0)) + Self.little(UInt16(0))
    end += Self.little(count) + Self.little(count)
    end += Self.little(UInt32(directory.count)) + Self.little(UInt32(bytes.count))
    end += Self.little(UInt16(0))
    return bytes + directory + end
  }

  /// What the part's own header and its line in the directory share.
  private static func header(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let size = little(UInt32(content.count))
    var header = little(storedVersion) + little(flags) + little(UInt16(0))
    header += little(UInt16(0)) + little(day) + little(CRC32.of(content)) + size + size
    return header + little(UInt16(name.utf8.count)) + little(UInt16(0))
  }

  private static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}

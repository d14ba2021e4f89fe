import Paper

@testable import Kiosk

/// Grey pictures of codes as PNG files (ISO/IEC 15948), uncompressed: for tests of what reads pictures.
enum GreyPNG {
  /// A code with its quiet zone, so many pixels a module.
  static func picture(of symbol: QRSymbol, pixelsPerModule scale: Int = 6) -> [UInt8] {
    let margin = QRSymbol.quietZoneModules
    let side = (symbol.width + 2 * margin) * scale
    return picture(width: side, height: side) { x, y in
      symbol.isDark(column: x / scale - margin, row: y / scale - margin) ? 0 : 255
    }
  }

  /// A picture whose pixels are given by column and row.
  static func picture(width: Int, height: Int, _ pixel: (Int, Int) -> UInt8) -> [UInt8] {
    // Each row begins with its filter: none.
    let rows = (0..<height).flatMap { y -> [UInt8] in [0] + (0..<width).map { pixel($0, y) } }
    let header = big(UInt32(width)) + big(UInt32(height)) + [8, 0, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header)
      + chunk("IDAT", stored(rows)) + chunk("IEND", [])
  }

  private static func chunk(_ kind: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(kind.utf8) + data
    return big(UInt32(data.count)) + body + big(CRC32.of(body))
  }

  /// A zlib stream of stored blocks (RFC 1950, RFC 1951).
  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    for start in stride(from: 0, to: bytes.count, by: 65_535) {
      let block = bytes[start..<min(start + 65_535, bytes.count)]
      let isLast: UInt8 = block.endIndex == bytes.count ? 1 : 0
      let count = UInt16(block.count)
      stream += [isLast, UInt8(count & 0xFF), UInt8(count >> 8)]
      stream += [UInt8(~count & 0xFF), UInt8(~count >> 8)] + block
    }
    var low: UInt32 = 1
    var high: UInt32 = 0
    for byte in bytes {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return stream + big(high << 16 | low)
  }

  private static func big(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}

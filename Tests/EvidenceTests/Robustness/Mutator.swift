import Glibc

@testable import Evidence

/// Damages bytes in the ways that break readers: bits, bytes, lengths, CBOR heads, pieces moved about.
struct Mutator {
  /// Heads and values that say something else than they should.
  private static let pieces: [[UInt8]] = [
    [0x1B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
    [0x1B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
    [0x3B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
    [0x5B, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0],
    [0x9A, 0xFF, 0xFF, 0xFF, 0xFF], [0xBB, 0, 0, 0, 1, 0, 0, 0, 0], [0xBF], [0x9F], [0x5F], [0x7F],
    [0xFF], [0xF6], [0xF9, 0x3C, 0], [0xD2], [0xD8, 0x3D], [0xA0], [0x80], [0x40], [0x60],
    [0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81], [0x20], [0x38, 0x18], [0x18, 0x17],
    [0x78, 0x01, 0x41],
    [0x63, 0x65, 0xCC, 0x81], [0x62, 0xC3, 0x28], [0, 0, 0, 0],
  ]

  private(set) var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  /// A number below `limit`.
  mutating func number(below limit: Int) -> Int {
    Int(generator.next() % UInt64(max(1, limit)))
  }

  /// `bytes` with one to four damages.
  mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...number(below: 4) { damage(&bytes) }
    return bytes
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else {
      bytes = generator.bytes(number(below: 8))
      return
    }
    let index = number(below: bytes.count)
    let piece = Mutator.pieces[number(below: Mutator.pieces.count)]
    switch number(below: 10) {
    case 0, 1: bytes[index] ^= 1 << UInt8(number(below: 8))
    case 2: bytes[index] = UInt8(number(below: 256))
    case 3: bytes[index] &+= number(below: 2) == 0 ? 1 : 255
    case 4: bytes.remove(at: index)
    case 5: bytes.insert(UInt8(number(below: 256)), at: index)
    case 6: bytes.removeSubrange(index..<min(bytes.count, index + 1 + number(below: 16)))
    case 7: bytes += bytes[index...].prefix(1 + number(below: 40))
    case 8: bytes.insert(contentsOf: piece, at: index)
    default: bytes.replaceSubrange(index..<min(bytes.count, index + piece.count), with: piece)
    }
  }
}

/// The longest that one case of a robustness test needs the processor, whatever else the machine does.
struct Slowest {
  private(set) var milliseconds = 0.0

  /// Runs one case; the slowest so far runs again, because an interrupt does not come twice.
  mutating func timed(_ mutator: inout Mutator, _ body: (inout Mutator) throws -> Void) rethrows {
    var again = mutator
    let first = try Slowest.timed { try body(&mutator) }
    guard first > milliseconds else { return }
    let second = try Slowest.timed { try body(&again) }
    milliseconds = max(milliseconds, min(first, second))
  }

  private static func timed(_ body: () throws -> Void) rethrows -> Double {
    let start = processorNanoseconds
    try body()
    return Double(processorNanoseconds - start) / 1e6
  }

  private static var processorNanoseconds: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

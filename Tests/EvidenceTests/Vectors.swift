import Foundation
import Testing

@testable import Evidence

/// The golden data files beside the tests, which other languages read as well.
enum Vectors {
  /// Decodes `vectors/<name>.json`.
  static func load<T: Decodable>(_ name: String, as type: T.Type = T.self) throws -> T {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "vectors"))
    return try JSONDecoder().decode(type, from: Data(contentsOf: url))
  }
}

/// A small seeded generator (SplitMix64), so that a failing property can be run again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// `count` random bytes.
  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
  }
}

/// A new seed for a property test, printed so that it can be written in its place.
func printedSeed(_ test: String = #function) -> UInt64 {
  let seed = UInt64.random(in: 0...UInt64.max)
  print("seed of \(test): \(seed)")
  return seed
}

/// How many rounds a property runs: more when the environment asks for it.
func rounds(_ standard: Int) -> Int {
  ProcessInfo.processInfo.environment["EVIDENCE_ROUNDS"].flatMap(Int.init) ?? standard
}

/// The UTF-8 bytes of a text.
func utf8(_ text: String) -> [UInt8] {
  [UInt8](text.utf8)
}

/// Compares two secrets, such as tokens or password hashes, without telling by its duration where
/// they differ. Different lengths are unequal at once: the length is no secret.
package func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  guard left.count == right.count else { return false }
  var difference: UInt8 = 0
  for index in left.indices { difference |= left[index] ^ right[index] }
  return difference == 0
}

/// `constantTimeEqual` over the UTF-8 bytes of two texts.
package func constantTimeEqual(_ left: String, _ right: String) -> Bool {
  constantTimeEqual([UInt8](left.utf8), [UInt8](right.utf8))
}

/// `count` bytes from the operating system's random generator, for salts, ids and tokens.
package func randomBytes(_ count: Int) -> [UInt8] {
  var generator = SystemRandomNumberGenerator()
  return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
}

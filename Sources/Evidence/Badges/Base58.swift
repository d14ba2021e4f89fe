/// Base58 in Bitcoin's alphabet: what multibase calls `base58btc` (W3C Controlled Identifiers 1.0,
/// section 2.4). Only keys are written in it, so the quadratic method is good enough.
enum Base58 {
  private static let digits = [UInt8](
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

  /// The text of `bytes`; every leading zero byte is one `1`.
  static func encode(_ bytes: [UInt8]) -> String {
    let zeros = bytes.prefix { $0 == 0 }.count
    var values: [Int] = []
    for byte in bytes.dropFirst(zeros) {
      var carry = Int(byte)
      for index in values.indices {
        carry += values[index] << 8
        values[index] = carry % 58
        carry /= 58
      }
      while carry > 0 {
        values.append(carry % 58)
        carry /= 58
      }
    }
    let text = [UInt8](repeating: digits[0], count: zeros) + values.reversed().map { digits[$0] }
    return String(decoding: text, as: UTF8.self)
  }
}

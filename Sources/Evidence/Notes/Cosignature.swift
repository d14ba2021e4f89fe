/// The bytes of a C2SP tlog-cosignature v1 for Ed25519.
enum Cosignature {
  private static let timeByteCount = 8

  /// `cosignature/v1`, the time, and the note's body.
  static func message(body: String, timeSeconds: Int64) -> [UInt8] {
    [UInt8]("cosignature/v1\ntime \(timeSeconds)\n\(body)".utf8)
  }

  /// The time as eight big-endian bytes, then the signature.
  static func payload(
    body: String, timeSeconds: Int64, key: SigningKey
  ) throws(Malformed) -> [UInt8] {
    let time = (0..<timeByteCount).map { UInt8(truncatingIfNeeded: timeSeconds >> (56 - 8 * $0)) }
    return try time + key.sign(message(body: body, timeSeconds: timeSeconds))
  }

  /// The time in a payload; nil for a wrong length or a time after the year 9999.
  static func time(of payload: [UInt8]) -> Int64? {
    guard payload.count == timeByteCount + 64 else { return nil }
    let time = payload[..<timeByteCount].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int64(exactly: time).flatMap { ClaimBounds.seconds ~= $0 ? $0 : nil }
  }

  static func isValid(payload: [UInt8], body: String, key: PublicKey) -> Bool {
    guard let time = time(of: payload) else { return false }
    return key.isValid(
      signature: [UInt8](payload[timeByteCount...]), for: message(body: body, timeSeconds: time))
  }
}

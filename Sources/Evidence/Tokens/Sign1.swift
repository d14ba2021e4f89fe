/// A COSE_Sign1 (RFC 9052, section 4.2) with Ed25519, no unprotected header and no external data.
package struct Sign1: Equatable, Sendable {
  /// COSE_Sign1's tag.
  package static let tag: UInt64 = 18
  /// The tag of a CWT (RFC 8392, section 6), tolerated around tag 18.
  package static let cwtTag: UInt64 = 61
  /// EdDSA, which we write, and Ed25519 of RFC 9864, which we also read.
  package static let algorithms: [Int64] = [-8, -19]

  /// The protected header's encoding, exactly as signed.
  package let protected: [UInt8]
  /// The payload, exactly as signed.
  package let payload: [UInt8]
  /// 64 bytes.
  package let signature: [UInt8]

  /// Signs `payload` under the header `{1: -8, …}`.
  package static func sign(
    header: [(label: Int64, value: CBOR)], payload: CBOR, key: SigningKey
  ) throws(Malformed) -> Sign1 {
    try sign(header: header, bytes: payload.encoded(), key: key)
  }

  /// Signs a payload that is not CBOR but bytes of its own kind, e.g. canonical JSON.
  static func sign(
    header: [(label: Int64, value: CBOR)], bytes payload: [UInt8], key: SigningKey
  ) throws(Malformed) -> Sign1 {
    let protected = CBOR.labelled([(1, .integer(algorithms[0]))] + header).encoded()
    let signature = try key.sign(toBeSigned(protected: protected, payload: payload))
    return Sign1(protected: protected, payload: payload, signature: signature)
  }

  /// Reads the array of four from decoded CBOR, without its tag.
  /// - Throws: `TokenError` with `structure`.
  package init(array: CBOR) throws(TokenError) {
    guard case .array(let parts) = array, parts.count == 4, let protected = parts[0].byteString,
      parts[1] == .map([]), let payload = parts[2].byteString,
      let signature = parts[3].byteString, signature.count == 64
    else { throw TokenError(.structure) }
    self.init(protected: protected, payload: payload, signature: signature)
  }

  /// Reads a message that must stand under tag 18, as all our documents but certificates do.
  /// - Throws: `TokenError` with `too-long`, `cbor` or `structure`.
  init(tagged bytes: [UInt8], maxBytes: Int) throws(TokenError) {
    guard bytes.count <= maxBytes else { throw TokenError(.tooLong) }
    guard case .tagged(Sign1.tag, let array) = try Sign1.decode(bytes, maxBytes: maxBytes) else {
      throw TokenError(.structure)
    }
    try self.init(array: array)
  }

  private init(protected: [UInt8], payload: [UInt8], signature: [UInt8]) {
    self.protected = protected
    self.payload = payload
    self.signature = signature
  }

  /// The array of four, without a tag.
  package var array: CBOR {
    .array([.bytes(protected), .map([]), .bytes(payload), .bytes(signature)])
  }

  /// Whether `key` signed header and payload.
  package func isSigned(by key: PublicKey) -> Bool {
    key.isValid(
      signature: signature, for: Sign1.toBeSigned(protected: protected, payload: payload))
  }

  /// The Sig_structure of section 4.4: what is really signed.
  package static func toBeSigned(protected: [UInt8], payload: [UInt8]) -> [UInt8] {
    CBOR.array([.text("Signature1"), .bytes(protected), .bytes([]), .bytes(payload)]).encoded()
  }

  /// The decoded protected header, which must hold exactly `labels` and a known algorithm.
  func header(labels: [Int64]) throws(TokenError) -> CBOR {
    let header = try Sign1.decode(protected)
    guard let algorithm = header[1]?.integer else { throw TokenError(.header, "1") }
    guard Sign1.algorithms.contains(algorithm) else { throw TokenError(.algorithm) }
    guard header.memberCount == labels.count, labels.allSatisfy({ header[$0] != nil }) else {
      throw TokenError(.header)
    }
    return header
  }

  /// The message under tag 18.
  var tagged: [UInt8] { CBOR.tagged(Sign1.tag, array).encoded() }

  /// The decoded payload.
  func claims(maxBytes: Int = CertificateToken.byteLimit) throws(TokenError) -> CBOR {
    try Sign1.decode(payload, maxBytes: maxBytes)
  }

  static func decode(
    _ bytes: [UInt8], maxBytes: Int = CertificateToken.byteLimit
  ) throws(TokenError) -> CBOR {
    do {
      return try CBOR.decode(bytes, maxBytes: maxBytes)
    } catch {
      throw TokenError(error)
    }
  }
}

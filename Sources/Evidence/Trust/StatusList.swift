/// A signed status list: an IETF Token Status List in CWT form whose details say which bit is whose.
/// One list speaks for a whole province.
package struct StatusList: Equatable, Sendable {
  /// How long a holder may keep a list before asking for a newer one: a day.
  package static let lifeSeconds: Int64 = 86_400
  static let contentType = "application/statuslist+cwt"
  /// The claims of our own: the compressed details, and the digest of the notices.
  private static let detailsLabel: Int64 = -65_539
  private static let noticesLabel: Int64 = -65_541
  /// The claims of the IETF draft: the list itself, and how long to keep it.
  private static let listLabel: Int64 = 65_533
  private static let lifeLabel: Int64 = 65_534

  /// Where the list is kept, e.g. `https://hoc.ninhbinh.example/v1/status`.
  package let address: String
  /// When it was made, in seconds since 1970.
  package let issuedAtSeconds: Int64
  /// What it says.
  package let table: StatusTable
  /// The SHA-256 of the notices that belong to it, one after another.
  package let noticesDigest: Digest
  /// The certificate of the key that signed it.
  package let certificate: StatusCertificate
  /// The token's bytes, with tag 18.
  package let bytes: [UInt8]

  private let keyId: [UInt8]
  private let message: Sign1

  /// The Vietnamese day (since 1970-01-01) on which it was made.
  package var day: Int64 { VietnamDay.day(ofSeconds: issuedAtSeconds) }

  /// Signs a list.
  /// - Throws: `TrustError` with `contradiction` and `key` when the certificate is for another key,
  ///   `validity` when it does not cover the time; `library`.
  package static func issue(
    table: StatusTable, address: String, issuedAtSeconds: Int64, noticesDigest: Digest,
    certificate: StatusCertificate, key: SigningKey
  ) throws(TrustError) -> StatusList {
    guard key.publicKey == certificate.publicKey else { throw TrustError(.contradiction, "key") }
    guard certificate.covers(issuedAtSeconds) else { throw TrustError(.contradiction, "validity") }
    guard let bitmap = try? Zlib.compress(table.bitmap),
      let details = try? Zlib.compress(table.details.encoded()),
      let kcwt = try? CBOR.decode(certificate.bytes)
    else { throw TrustError(.library) }
    let list = CBOR.map([
      CBOR.Entry(.text("bits"), .integer(1)), CBOR.Entry(.text("lst"), .bytes(bitmap)),
    ])
    let claims = CBOR.labelled([
      (2, .text(address)), (6, .integer(issuedAtSeconds)), (listLabel, list),
      (lifeLabel, .integer(lifeSeconds)), (detailsLabel, .bytes(details)),
      (noticesLabel, .bytes(noticesDigest.bytes)),
    ])
    let header: [(label: Int64, value: CBOR)] = [
      (4, .bytes(key.publicKey.keyId)), (13, kcwt), (16, .text(contentType)),
    ]
    guard let message = try? Sign1.sign(header: header, payload: claims, key: key) else {
      throw TrustError(.library)
    }
    return try StatusList(bytes: message.tagged)
  }

  /// Reads a list; its signature is checked by `isSigned`, its certificate by `TrustBundle`.
  /// - Throws: `TrustError` with `status-list` or `status-certificate`.
  package init(bytes: [UInt8]) throws(TrustError) {
    do {
      message = try Sign1(tagged: bytes, maxBytes: TrustBundle.byteLimit)
      let header = try message.header(labels: [1, 4, 13, 16])
      keyId = try StatusList.keyId(header, contentType: StatusList.contentType)
      certificate = try StatusCertificate(array: header[13] ?? .map([]))
      let claims = try message.claims(maxBytes: TrustBundle.byteLimit)
      address = try StatusList.address(claims)
      issuedAtSeconds = try StatusList.time(claims)
      table = try StatusList.table(claims)
      guard let digest = claims[StatusList.noticesLabel]?.byteString.flatMap(Digest.init(bytes:))
      else { throw TokenError(.claim, "\(StatusList.noticesLabel)") }
      noticesDigest = digest
    } catch let error as TokenError {
      throw TrustError(.statusList, error)
    } catch let error as TrustError {
      throw error
    } catch {
      throw TrustError(.library)
    }
    self.bytes = bytes
  }

  /// Whether the certified status key signed this list.
  package var isSigned: Bool {
    keyId == certificate.publicKey.keyId && message.isSigned(by: certificate.publicKey)
  }

  /// The key id of a header that must also name the content type.
  static func keyId(_ header: CBOR, contentType: String) throws(TokenError) -> [UInt8] {
    guard let kid = header[4]?.byteString, kid.count == 4 else { throw TokenError(.header, "4") }
    guard header[16] == .text(contentType) else { throw TokenError(.header, "16") }
    return kid
  }

  /// The second of the claim iat.
  static func time(_ claims: CBOR) throws(TokenError) -> Int64 {
    guard let seconds = claims[6]?.integer, ClaimBounds.seconds ~= seconds else {
      throw TokenError(.claim, "6")
    }
    return seconds
  }

  private static func address(_ claims: CBOR) throws(TokenError) -> String {
    guard let address = claims[2]?.text, 1...256 ~= address.utf8.count else {
      throw TokenError(.claim, "2")
    }
    return address
  }

  private static func table(_ claims: CBOR) throws -> StatusTable {
    guard case .map(let members) = claims[listLabel],
      members.first(where: { $0.key == .text("bits") })?.value == .integer(1),
      let bitmap = members.first(where: { $0.key == .text("lst") })?.value.byteString
    else { throw TokenError(.claim, "\(listLabel)") }
    guard let life = claims[lifeLabel]?.integer, life > 0 else {
      throw TokenError(.claim, "\(lifeLabel)")
    }
    guard let details = claims[detailsLabel]?.byteString else {
      throw TokenError(.claim, "\(detailsLabel)")
    }
    let limit = StatusTable.inflatedLimit
    guard let bits = try? Zlib.inflate(bitmap, maxBytes: limit),
      let plain = try? Zlib.inflate(details, maxBytes: limit)
    else { throw TrustError(.statusList, "zlib") }
    guard let cbor = try? CBOR.decode(plain, maxBytes: limit) else {
      throw TrustError(.statusList, "details")
    }
    return try StatusTable(details: cbor, bitmap: bits)
  }
}

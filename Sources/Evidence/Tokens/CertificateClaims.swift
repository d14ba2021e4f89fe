/// What a certificate says and signs. It holds no identity number and no birth date.
package struct CertificateClaims: Equatable, Sendable {
  /// The claim that holds the certificate's own fields; a new version takes a new key.
  static let label: Int64 = -65_537
  /// The longest text of any one claim, in bytes.
  static let textLimit = 300

  /// When it was issued, in seconds since 1970.
  package let issuedAtSeconds: Int64
  /// The certificate's number, printable ASCII, e.g. `14464-1-2026-000012`.
  package let number: String
  /// The holder's name in full.
  package let holderName: String
  /// The course's code.
  package let courseCode: String
  /// The course's title.
  package let title: String
  /// Hours learned, in tenths.
  package let hoursTenths: Int64
  /// Day of completion, in days since 1970-01-01.
  package let completedDay: Int64
  /// The centre's code.
  package let centre: String

  /// The claims of one certificate; texts are brought to NFC.
  package init(
    issuedAtSeconds: Int64, number: String, holderName: String, courseCode: String, title: String,
    hoursTenths: Int64, completedDay: Int64, centre: String
  ) {
    self.issuedAtSeconds = issuedAtSeconds
    self.number = number
    self.holderName = nfc(holderName)
    self.courseCode = nfc(courseCode)
    self.title = nfc(title)
    self.hoursTenths = hoursTenths
    self.completedDay = completedDay
    self.centre = nfc(centre)
  }

  /// Reads the claims of a token; claims added by later versions are passed over.
  /// - Throws: `TokenError` with `claim` and the label of the first bad one.
  init(_ cbor: CBOR) throws(TokenError) {
    guard let issued = cbor[6]?.integer, ClaimBounds.seconds ~= issued else {
      throw TokenError(.claim, "6")
    }
    guard let number = cbor[7]?.byteString, 1...64 ~= number.count,
      number.allSatisfy({ 0x21...0x7E ~= $0 })
    else { throw TokenError(.claim, "7") }
    guard let own = cbor[CertificateClaims.label] else {
      throw TokenError(.claim, "\(CertificateClaims.label)")
    }
    issuedAtSeconds = issued
    self.number = String(decoding: number, as: UTF8.self)
    holderName = try CertificateClaims.text(own, 1)
    courseCode = try CertificateClaims.text(own, 2)
    title = try CertificateClaims.text(own, 3)
    hoursTenths = try CertificateClaims.count(own, 4, ClaimBounds.hoursTenths)
    completedDay = try CertificateClaims.count(own, 5, ClaimBounds.days)
    centre = try CertificateClaims.text(own, 6)
  }

  /// The payload of the token.
  var cbor: CBOR {
    let own = CBOR.labelled([
      (1, .text(holderName)), (2, .text(courseCode)), (3, .text(title)), (4, .integer(hoursTenths)),
      (5, .integer(completedDay)), (6, .text(centre)),
    ])
    return .labelled([
      (6, .integer(issuedAtSeconds)), (7, .bytes([UInt8](number.utf8))),
      (CertificateClaims.label, own),
    ])
  }

  private static func text(_ own: CBOR, _ label: Int64) throws(TokenError) -> String {
    guard let text = own[label]?.text, 1...textLimit ~= text.utf8.count,
      text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else { throw TokenError(.claim, "\(self.label).\(label)") }
    return text
  }

  private static func count(
    _ own: CBOR, _ label: Int64, _ bounds: ClosedRange<Int64>
  ) throws(TokenError) -> Int64 {
    guard let value = own[label]?.integer, bounds ~= value else {
      throw TokenError(.claim, "\(self.label).\(label)")
    }
    return value
  }
}

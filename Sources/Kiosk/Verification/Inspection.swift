package import Evidence
import Paper

/// Judges whatever somebody brings as a certificate: the text of its code, or a picture or PDF of it.
package struct Inspection: Sendable {
  private let verifier: CertificateVerifier
  private let today: Int64?

  /// An inspection that believes this.
  /// - Parameter today: days since 1970-01-01 in Vietnam; nil for a clock that is not trusted, by which
  ///   no list is called old.
  package init(trust: Trust, today: Int64?) {
    verifier = CertificateVerifier(trust: trust)
    self.today = today
  }

  /// Judges text or a PNG, JPEG or PDF file: one answer for each certificate in it, at least one.
  package func inspect(_ bytes: [UInt8]) -> [Verification] {
    guard Self.isPicture(bytes) else {
      return [inspect(text: String(decoding: bytes, as: UTF8.self))]
    }
    let texts: [String]
    do {
      texts = try ImageCodes.codes(inImage: bytes).map(\.text)
    } catch {
      return [Self.unreadable(error.code.rawValue)]
    }
    let answers = texts.map(inspect(text:))
    let certificates = answers.filter { $0.token != nil }
    return certificates.isEmpty ? [answers.first ?? Self.unreadable("no-code")] : certificates
  }

  /// Judges the text of a code, or its bare digits.
  package func inspect(text: String) -> Verification {
    verifier.verify(text: text, today: today)
  }

  /// The text of the first certificate's code in text or a PNG, JPEG or PDF file; the text as it is
  /// when there is none.
  /// - Throws: `ImageError`.
  package static func text(in bytes: [UInt8]) throws -> String {
    guard isPicture(bytes) else {
      return String(decoding: bytes, as: UTF8.self)
    }
    let texts = try ImageCodes.codes(inImage: bytes).map(\.text)
    return texts.first { CertificateCode(scanned: $0) != nil } ?? texts.first ?? ""
  }

  private static func unreadable(_ reason: String) -> Verification {
    Verification(verdict: .unreadable(reason: reason), token: nil, root: nil)
  }

  /// PNG, JPEG and PDF by their first bytes.
  static func isPicture(_ bytes: [UInt8]) -> Bool {
    let starts: [[UInt8]] = [[0x89, 0x50, 0x4e, 0x47], [0xff, 0xd8, 0xff], Array("%PDF".utf8)]
    return starts.contains { bytes.starts(with: $0) }
  }
}

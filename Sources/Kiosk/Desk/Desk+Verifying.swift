import Evidence
import Paper

extension Desk {
  /// Judges what somebody brings as a certificate: the text of its code, or a picture or PDF of it;
  /// one answer for each certificate in it, at least one. Decoding a photograph takes some 100 ms.
  /// - Throws: `StoreError`.
  package func inspect(_ bytes: [UInt8]) throws -> [Judgement] {
    guard Inspection.isPicture(bytes) else {
      return [try inspect(text: String(decoding: bytes, as: UTF8.self))]
    }
    let texts: [String]
    do {
      texts = try ImageCodes.codes(inImage: bytes).map(\.text)
    } catch {
      return [Self.unreadable(error.code.rawValue)]
    }
    let answers = try texts.map { try inspect(text: $0) }
    let certificates = answers.filter { $0.verification.token != nil }
    return certificates.isEmpty ? [answers.first ?? Self.unreadable("no-code")] : certificates
  }

  private static func unreadable(_ reason: String) -> Judgement {
    Judgement(Verification(verdict: .unreadable(reason: reason), token: nil, root: nil))
  }
}

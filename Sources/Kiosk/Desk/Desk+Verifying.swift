import Evidence
import Paper
import Synchronization

extension Desk {
  /// Judges what somebody brings as a certificate: the text of its code, or a picture or PDF of it;
  /// one answer for each certificate in it, at least one. Decoding a photograph takes some 100 ms.
  /// - Returns: nil while another picture is being decoded.
  /// - Throws: `StoreError`.
  package func inspect(_ bytes: [UInt8]) throws -> [Judgement]? {
    guard Inspection.isPicture(bytes) else {
      return [try inspect(text: String(decoding: bytes, as: UTF8.self))]
    }
    guard let codes = pictureReading.withLockIfAvailable({ _ in Self.codes(inImage: bytes) }) else {
      return nil
    }
    switch codes {
    case .success(let texts): return try judge(texts)
    case .failure(let error): return [Self.unreadable(error.code.rawValue)]
    }
  }

  private static func codes(inImage bytes: [UInt8]) -> Result<[String], ImageError> {
    Result { () throws(ImageError) in try ImageCodes.codes(inImage: bytes).map(\.text) }
  }

  private func judge(_ texts: [String]) throws -> [Judgement] {
    let answers = try texts.map { try inspect(text: $0) }
    let certificates = answers.filter { $0.verification.token != nil }
    return certificates.isEmpty ? [answers.first ?? Self.unreadable("no-code")] : certificates
  }

  private static func unreadable(_ reason: String) -> Judgement {
    Judgement(Verification(verdict: .unreadable(reason: reason), token: nil, root: nil))
  }
}

import Evidence
import Paper
import Synchronization

/// Reads the codes on the frames of a screen's camera. One frame at a time: what comes while another is
/// being decoded is dropped, because the next follows in a third of a second.
///
/// A screen must know a code again that is still held before its camera, long after it has forgotten the
/// code itself, which may be an identity card: it gets a digest, salted anew at each start.
final class CameraSight: Sendable {
  /// One code on a frame.
  struct Code: Equatable, Sendable {
    let text: String
    /// What the screen knows it by.
    let mark: String
  }

  private static let markDigits = 16
  private let salt = (0..<16).map { _ in UInt8.random(in: 0...255) }
  private let reading = Mutex(())

  /// The codes on a frame; nil while another one is being decoded.
  /// - Throws: `ImageError` when it is no frame of a camera. One that cannot be decoded in time has none.
  func codes(inFrame bytes: [UInt8]) throws(ImageError) -> [Code]? {
    let outcome = reading.withLockIfAvailable { _ in
      Result { () throws(ImageError) in try ImageCodes.codes(inFrame: bytes) }
    }
    guard let codes = try outcome?.get() else { return nil }
    return codes.map { Code(text: $0.text, mark: mark(of: $0.text)) }
  }

  private func mark(of text: String) -> String {
    String(sha256(salt + Array(text.utf8)).hex.prefix(Self.markDigits))
  }
}

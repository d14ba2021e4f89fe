import Evidence

/// What a person remembers to open a root file. It has no description: it cannot slip into a log.
package struct Passphrase: Sendable {
  /// The fewest characters of a new one: six words of a word list are well above.
  package static let characterMinimum = 12
  /// The longest one that is read, in bytes.
  package static let byteLimit = 1024

  let bytes: [UInt8]

  /// A passphrase as it was typed, in NFC: the same whatever input method wrote its marks.
  /// - Throws: `PassphraseError` for an empty or overlong one.
  package init(_ text: String) throws(PassphraseError) {
    let bytes = [UInt8](nfc(text).utf8)
    guard !bytes.isEmpty else { throw PassphraseError(message: "The passphrase is empty.") }
    guard bytes.count <= Passphrase.byteLimit else {
      throw PassphraseError(
        message: "The passphrase is longer than \(Passphrase.byteLimit) bytes.")
    }
    self.bytes = bytes
  }

  /// A passphrase that is about to protect a new file, which must not be short.
  package init(new text: String) throws(PassphraseError) {
    try self.init(text)
    guard text.count >= Passphrase.characterMinimum else {
      throw PassphraseError(
        message: "A new passphrase needs at least \(Passphrase.characterMinimum) characters; "
          + "six words chosen by dice are a good one.")
    }
  }
}

/// A passphrase that cannot be used or could not be asked for.
package struct PassphraseError: Error, Equatable, CustomStringConvertible {
  /// A whole sentence for the operator.
  package let message: String

  /// The sentence.
  package var description: String { message }
}

import Evidence

/// What a person remembers to open a root file. It has no description: it cannot slip into a log.
package struct Passphrase: Sendable {
  /// The fewest characters of a new one: six words of a word list are well above.
  package static let characterMinimum = 12
  /// The longest one that is read, in bytes.
  package static let byteLimit = 1024

  let bytes: [UInt8]

  /// A passphrase as it was typed, in NFC: the same whatever input method wrote its marks.
  /// - Throws: `Refused` for an empty or overlong one.
  package init(_ text: String) throws(Refused) {
    let bytes = [UInt8](nfc(text).utf8)
    guard !bytes.isEmpty else { throw Refused(.rootPassphraseEmpty) }
    guard bytes.count <= Passphrase.byteLimit else {
      throw Refused(.rootPassphraseLong, ["limit": Passphrase.byteLimit])
    }
    self.bytes = bytes
  }

  /// A passphrase that is about to protect a new file, which must not be short.
  package init(new text: String) throws(Refused) {
    try self.init(text)
    guard text.count >= Passphrase.characterMinimum else {
      throw Refused(.rootPassphraseShort, ["count": Passphrase.characterMinimum])
    }
  }
}

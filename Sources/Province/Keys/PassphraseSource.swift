/// Where a passphrase comes from: the first line of a file, or the terminal without echo. Never an
/// argument or the environment, which other programs can read.
package struct PassphraseSource {
  private let file: String?
  private let option: String
  private let words: CommandWords

  /// Takes it from `file`, or asks on the terminal when that is nil.
  /// - Parameters:
  ///   - option: the option that names the file, for whoever has no terminal.
  ///   - words: what the person is asked in.
  package init(file: String?, option: String = "--passphrase-file", words: CommandWords) {
    self.file = file
    self.option = option
    self.words = words
  }

  /// The passphrase of a file that exists already.
  package func existing(of what: String) throws -> Passphrase {
    guard let file else {
      return try Passphrase(try asked(.rootPassphrase, what))
    }
    return try Passphrase(try PassphraseSource.line(of: file))
  }

  /// A passphrase for a file that is about to be made; on the terminal it is asked twice.
  package func new(for what: String) throws -> Passphrase {
    guard let file else {
      let first = try Passphrase(new: try asked(.rootNewPassphrase, what))
      let second = try asked(.rootSamePassphrase, what)
      guard try Passphrase(second).bytes == first.bytes else {
        throw Refused(.rootPassphrasesDiffer)
      }
      return first
    }
    return try Passphrase(new: try PassphraseSource.line(of: file))
  }

  private func asked(_ prompt: CommandText, _ what: String) throws -> String {
    try Terminal.secret(prompt: words(prompt, ["file": what]), option: option)
  }

  private static func line(of file: String) throws -> String {
    guard let bytes = try SecretFile(file).read() else {
      throw Refused(.rootPassphraseNoFile, ["file": file])
    }
    guard let text = String(validating: bytes.prefix { $0 != 10 && $0 != 13 }, as: UTF8.self) else {
      throw Refused(.rootPassphraseNoText, ["file": file])
    }
    return text
  }
}

/// Where a passphrase comes from: the first line of a file, or the terminal without echo. Never an
/// argument or the environment, which other programs can read.
package struct PassphraseSource {
  private let file: String?
  private let option: String

  /// Takes it from `file`, or asks on the terminal when that is nil.
  /// - Parameter option: the option that names the file, for whoever has no terminal.
  package init(file: String?, option: String = "--passphrase-file") {
    self.file = file
    self.option = option
  }

  /// The passphrase of a file that exists already.
  package func existing(of what: String) throws -> Passphrase {
    guard let file else {
      return try Passphrase(try Terminal.secret(prompt: "Passphrase of \(what): ", option: option))
    }
    return try Passphrase(try PassphraseSource.line(of: file))
  }

  /// A passphrase for a file that is about to be made; on the terminal it is asked twice.
  package func new(for what: String) throws -> Passphrase {
    guard let file else {
      let first = try Passphrase(
        new: try Terminal.secret(prompt: "New passphrase for \(what): ", option: option))
      let second = try Terminal.secret(prompt: "The same again: ", option: option)
      guard try Passphrase(second).bytes == first.bytes else {
        throw PassphraseError(message: "The two passphrases differ; nothing was made.")
      }
      return first
    }
    return try Passphrase(new: try PassphraseSource.line(of: file))
  }

  private static func line(of file: String) throws -> String {
    guard let bytes = try SecretFile(file).read() else {
      throw PassphraseError(message: "The passphrase file \(file) is not there.")
    }
    guard let text = String(validating: bytes.prefix { $0 != 10 && $0 != 13 }, as: UTF8.self) else {
      throw PassphraseError(message: "The passphrase file \(file) is not UTF-8 text.")
    }
    return text
  }
}

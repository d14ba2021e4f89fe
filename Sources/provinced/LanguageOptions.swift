import ArgumentParser
import Province

/// In which language a command speaks.
struct LanguageOptions: ParsableArguments {
  @Option(help: "The language of what is printed; without it pages.language holds.")
  var language: Language?

  /// Runs the body of a command that needs no settings.
  func speaking(_ body: (CommandWords) throws -> Void) throws {
    try reporting(with: { try CommandWords(Settings(), language: language) }, body)
  }
}

extension Language: ExpressibleByArgument {}

extension CommandWords {
  /// A line on standard output.
  func print(_ text: CommandText, _ values: [String: any CustomStringConvertible] = [:]) {
    print(Saying(text, values))
  }

  /// A line on standard output.
  func print(_ saying: Saying) { Standard.print(self(saying)) }

  /// A line on standard error.
  func complain(_ saying: Saying) { Standard.complain(self(saying)) }
}

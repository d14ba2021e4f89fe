/// One thing that a command has to say, in no language yet.
package struct Saying: Equatable, Sendable {
  /// The sentence.
  package let text: CommandText
  /// What fills its places.
  package let values: [String: String]

  /// A sentence and what fills its places.
  package init(_ text: CommandText, _ values: [String: any CustomStringConvertible] = [:]) {
    self.text = text
    self.values = values.mapValues { $0.description }
  }
}

/// An error that is said in the language of whoever runs the command.
package protocol Spoken: Error {
  /// What is wrong and what would be right.
  var saying: Saying { get }
  /// The exit status, of those in sysexits.h or the command's own.
  var exitCode: Int32 { get }
}

extension Spoken {
  package var exitCode: Int32 { 1 }
}

/// Why a command does not do what it was asked to.
package struct Refused: Spoken, Equatable {
  package let saying: Saying
  package let exitCode: Int32

  /// A refusal with this sentence.
  package init(
    _ text: CommandText, _ values: [String: any CustomStringConvertible] = [:],
    exitCode: Int32 = 1
  ) {
    saying = Saying(text, values)
    self.exitCode = exitCode
  }
}

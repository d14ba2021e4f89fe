import Evidence

/// What became of a file of the province's, for a person to read.
package struct IntakeAnswer: Equatable, Sendable {
  /// The sentence.
  package let text: CommandText
  /// What fills its places.
  package let values: [String: String]
  /// Whether it was taken, or was held before.
  package let isGood: Bool

  init(_ text: CommandText, isGood: Bool, _ values: [String: String] = [:]) {
    self.text = text
    self.isGood = isGood
    self.values = values
  }

  /// The answer as the running kiosk leaves it for a command.
  func json() throws -> [UInt8] {
    try CanonicalValue.object([
      "text": .text(text.rawValue), "good": .boolean(isGood),
      "values": .object(values.mapValues { .text(nfc($0)) }),
    ]).canonical()
  }

  /// Reads `json()` back; nil for anything else.
  init?(json: [UInt8]) {
    guard let members = (try? CanonicalValue(json: json))?.object,
      let text = members["text"]?.text.flatMap(CommandText.init(rawValue:)),
      let isGood = members["good"]?.boolean, let values = members["values"]?.object
    else { return nil }
    self.init(text, isGood: isGood, values.compactMapValues(\.text))
  }
}

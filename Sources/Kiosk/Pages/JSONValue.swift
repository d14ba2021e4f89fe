/// A JSON value together with the place it was read from, so that a refusal can point at it.
package struct JSONValue: Equatable, Sendable {
  /// What stands there. Numbers keep their spelling; objects keep their order.
  package indirect enum Content: Equatable, Sendable {
    case null
    case boolean(Bool)
    case number(String)
    case text(String)
    case list([JSONValue])
    case object([JSONMember])
  }

  package let content: Content
  /// Where the value begins, in bytes from the start of the document.
  package let offset: Int

  /// What kind of value this is, in words for a message.
  package var kind: String {
    switch content {
    case .null: "null"
    case .boolean: "a boolean"
    case .number: "a number"
    case .text: "a string"
    case .list: "an array"
    case .object: "an object"
    }
  }
}

/// One name and its value in a JSON object.
package struct JSONMember: Equatable, Sendable {
  package let name: String
  package let value: JSONValue
}

/// Why a JSON text was refused, and where.
package struct JSONError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, without the place.
  package let message: String
  /// Bytes from the start of the document.
  package let offset: Int

  package var description: String { "\(message) at byte \(offset)" }
}

/// A touch on the screen's own keys, sent as a form by browsers without JavaScript.
enum Keypress {
  /// What stands in the field after the key: `erase`, `space`, or one letter or digit.
  static func applied(_ key: String, to text: String) -> String {
    switch key {
    case "erase": String(text.dropLast())
    case "space": text + " "
    default: text + key.prefix(1).filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
  }
}

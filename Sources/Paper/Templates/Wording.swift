/// What a block of a paper says: the first of several phrases that has all its values, or all those
/// that have, joined. With no values at all the block is left out.
struct Wording: Equatable {
  private enum Rule: Equatable {
    case first
    case all(between: String)
  }

  /// The phrases, in order.
  let phrases: [Phrase]
  private let rule: Rule

  /// A single phrase.
  init(_ text: String) {
    phrases = [Phrase(text)]
    rule = .first
  }

  /// Reads `text`, `either` or `parts` with `between`, and checks that every place has a name that
  /// this kind of paper knows and that every letter is one the typeface has.
  init(_ reader: inout TemplateReader, known: Set<String>) throws(TemplateError) {
    let field: String
    let texts: [String]
    if reader.has("either") {
      field = "either"
      texts = try reader.texts(field, most: 4)
      rule = .first
    } else if reader.has("parts") {
      field = "parts"
      texts = try reader.texts(field, most: 6)
      rule = .all(between: try reader.text("between", or: ", "))
    } else {
      field = "text"
      texts = [try reader.text(field)]
      rule = .first
    }
    var phrases: [Phrase] = []
    for text in texts {
      let phrase = Phrase(try Lettering.checked(text, field: field, reader))
      if let place = phrase.places.first(where: { !known.contains($0) }) {
        let names = known.sorted().map { "{\($0)}" }.joined(separator: " ")
        throw reader.wrong(field, "has no value for {\(place)}; there are \(names)")
      }
      phrases.append(phrase)
    }
    self.phrases = phrases
  }

  /// The words for these values; nil when the block is to be left out.
  func text(_ values: [String: String]) -> String? {
    let filled = phrases.lazy.compactMap { $0.filled(values) }
    switch rule {
    case .first: return filled.first
    case .all(let between): return filled.isEmpty ? nil : filled.joined(separator: between)
    }
  }
}

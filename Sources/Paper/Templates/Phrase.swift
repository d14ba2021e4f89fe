/// Words of a template with places in braces for what a paper says of its case: "Sinh năm {year}".
struct Phrase: Equatable {
  /// The words as they stand in the template.
  let text: String
  /// The names of the places, in order.
  let places: [String]

  private enum Piece: Equatable {
    case words(String)
    case place(String)
  }

  private let pieces: [Piece]

  /// Reads the places; a brace without its pair is a letter like others.
  init(_ text: String) {
    self.text = text
    var pieces: [Piece] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      pieces.append(.words(String(rest[..<open])))
      pieces.append(.place(String(rest[rest.index(after: open)..<close])))
      rest = rest[rest.index(after: close)...]
    }
    pieces.append(.words(String(rest)))
    self.pieces = pieces
    places = pieces.compactMap { if case .place(let name) = $0 { name } else { nil } }
  }

  /// The words with every place filled; nil when there is no value for one of them.
  func filled(_ values: [String: String]) -> String? {
    var filled = ""
    for piece in pieces {
      switch piece {
      case .words(let words): filled += words
      case .place(let name):
        guard let value = values[name] else { return nil }
        filled += value
      }
    }
    return filled
  }
}

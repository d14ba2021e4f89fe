/// The place of a name in a Vietnamese list: by the given name, which is written last, then by the
/// family and middle names.
///
/// Letters follow the alphabet (a ă â b c d đ e ê … o ô ơ … u ư …), and among equal letters the tones
/// follow the order of dictionaries: none, huyền, hỏi, ngã, sắc, nặng.
package struct NameOrder: Comparable, Sendable {
  private let words: [Word]

  /// The place of a name; any spacing, case and normal form.
  package init(_ name: String) {
    let words = name.lowercased().split(whereSeparator: \.isWhitespace).map(Word.init)
    self.words = words.suffix(1) + words.dropLast()
  }

  /// Whether one name stands before another.
  package static func < (one: NameOrder, other: NameOrder) -> Bool {
    one.words.lexicographicallyPrecedes(other.words)
  }

  /// One word: its letters count before its tone, which is one wherever it is written ("hoà", "hòa").
  private struct Word: Comparable {
    private let letters: [UInt32]
    private let tone: Int

    init(_ word: Substring) {
      let places = word.map { letter in
        NameOrder.places[letter] ?? (letter.unicodeScalars.first.map { $0.value + 1_000 } ?? 0, 0)
      }
      letters = places.map(\.letter)
      tone = places.map(\.tone).max() ?? 0
    }

    static func < (one: Word, other: Word) -> Bool {
      guard one.letters == other.letters else {
        return one.letters.lexicographicallyPrecedes(other.letters)
      }
      return one.tone < other.tone
    }
  }

  private static let alphabet = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
  /// Each vowel in the order of its tones.
  private static let vowels = [
    "aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị", "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ",
    "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ",
  ]

  /// A letter's place in the alphabet, and its tone.
  private static let places: [Character: (letter: UInt32, tone: Int)] = {
    var places: [Character: (letter: UInt32, tone: Int)] = [:]
    for (place, letter) in alphabet.enumerated() { places[letter] = (UInt32(place), 0) }
    for vowel in vowels {
      guard let letter = vowel.first.flatMap({ places[$0]?.letter }) else { continue }
      for (tone, form) in vowel.enumerated() { places[form] = (letter, tone) }
    }
    return places
  }()
}

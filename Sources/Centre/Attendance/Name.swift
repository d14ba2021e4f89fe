internal import Evidence

/// How Vietnamese names are compared, searched and cleaned.
package enum Name {
  /// Marks stripped, đ turned into d, lower case, single spaces: the form that is searched.
  ///
  /// Works on composed and decomposed text alike and makes both placings of a tone mark equal
  /// ("Hoà" and "Hòa" are "hoa"). Letters outside Latin stay as they are.
  package static func folded(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isAfterSpace = true
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        if !isAfterSpace { result.append(" ") }
        isAfterSpace = true
        continue
      }
      for lower in scalar.properties.lowercaseMapping.unicodeScalars {
        guard let base = baseLetter(lower) else { continue }
        result.append(base)
        isAfterSpace = false
      }
    }
    if result.last == " " { result.removeLast() }
    return String(result)
  }

  /// The words of a folded text: runs of letters and digits.
  package static func foldedWords(_ text: String) -> [String] {
    folded(text).split { !($0.isLetter || $0.isNumber) }.map(String.init)
  }

  /// The form that is stored: NFC, no spaces around, single spaces within.
  package static func tidied(_ text: String) -> String {
    nfc(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
  }

  /// The given name, which is the last word of a Vietnamese name and the one to greet with.
  package static func given(_ name: String) -> String {
    name.split(separator: " ").last.map(String.init) ?? name
  }

  /// The name with a capital at each word, where it was typed in small letters alone; else as it is.
  package static func capitalised(_ name: String) -> String {
    guard name == name.lowercased() else { return name }
    return nfc(
      name.split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst() }
        .joined(separator: " "))
  }

  /// Throws when a name was damaged on its way or is written in another script.
  package static func checkReadable(_ name: String) throws(Unreadable) {
    for scalar in name.unicodeScalars {
      guard scalar.value != 0xFFFD, scalar != "?" else { throw .replacementCharacter }
      if scalar == " " || scalar == "'" || scalar == "’" || scalar == "-" || scalar == "." {
        continue
      }
      if isLatin(scalar) {
        guard scalar.properties.isAlphabetic || isMark(scalar) else {
          throw .replacementCharacter
        }
        continue
      }
      throw .foreignScript
    }
  }

  /// Whether a scalar is a combining mark of the kind that Vietnamese uses.
  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    (0x0300...0x036F).contains(scalar.value)
  }

  private static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0020...0x024F, 0x0300...0x036F, 0x1E00...0x1EFF, 0x2010...0x2026, 0x20AC, 0x2122: true
    default: false
    }
  }
}

extension Name {
  /// The letter without its marks, or nil for a mark that stands alone or an invisible scalar.
  private static func baseLetter(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x0000...0x007F: return scalar
    case 0x00E0...0x00E5, 0x0103, 0x1EA0...0x1EB7: return "a"
    case 0x00E8...0x00EB, 0x1EB8...0x1EC7: return "e"
    case 0x00EC...0x00EF, 0x0129, 0x1EC8...0x1ECB: return "i"
    case 0x00F2...0x00F6, 0x01A1, 0x1ECC...0x1EE3: return "o"
    case 0x00F9...0x00FC, 0x0169, 0x01B0, 0x1EE4...0x1EF1: return "u"
    case 0x00FD, 0x00FF, 0x1EF2...0x1EF9: return "y"
    case 0x0111, 0x00F0: return "d"
    case 0x00E7: return "c"
    case 0x00F1: return "n"
    case 0x0300...0x036F, 0x200B...0x200F, 0x2060, 0xFEFF: return nil
    default: return scalar
    }
  }
}

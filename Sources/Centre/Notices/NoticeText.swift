internal import Evidence

/// The bounds of a notice's words and how they are tidied. The same as the province's announcements
/// have, since both hang side by side.
package enum NoticeText {
  /// The longest title, in characters.
  package static let titleLimit = BulletinAnnouncement.titleLimit
  /// The longest text, in characters.
  package static let textLimit = BulletinAnnouncement.textLimit
  /// The places among the centre's own notices.
  package static let places = 1...99
  /// The longest time that a notice hangs, in days: one that is forgotten goes by itself.
  package static let mostDays: Int64 = 366

  /// Lines tidied one by one; no empty ones around, never two in a row.
  package static func tidied(_ text: String) -> String {
    var lines: [String] = []
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let tidy = Name.tidied(String(line))
      if !tidy.isEmpty || lines.last?.isEmpty == false { lines.append(tidy) }
    }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  /// The beginning of a text on one line, cut at a word, with "…" where something is left out.
  package static func excerpt(_ text: String, most: Int) -> String {
    let line = Name.tidied(text)
    guard line.count > most else { return line }
    let cut = line.prefix(most)
    let end = cut.lastIndex(of: " ") ?? cut.endIndex
    return cut[..<end] + "…"
  }
}

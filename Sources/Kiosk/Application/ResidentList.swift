import Centre
import Store

/// The residents as CSV for programs: card code, name, birth year.
package enum ResidentList {
  /// Characters gathered before they are written.
  private static let chunkLength = 16_384

  /// Writes the list of the residents in a data directory, in pieces; guests have no card and are left
  /// out.
  /// - Throws: `StoreError`.
  package static func write(data: String, to output: (String) -> Void) throws {
    var text = "card,name,birthYear\n"
    try Store.forEachResident(inDirectory: data) { resident in
      guard !resident.isGuest else { return }
      text += line(resident)
      if text.utf8.count > chunkLength {
        output(text)
        text = ""
      }
    }
    output(text)
  }

  static func line(_ resident: Resident) -> String {
    let year = resident.birthYear.map(String.init) ?? ""
    return "\(resident.cardDigits),\(field(resident.name)),\(year)\n"
  }

  private static func field(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else {
      return text
    }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

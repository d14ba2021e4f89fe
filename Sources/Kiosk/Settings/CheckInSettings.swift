/// How the check-in screen behaves.
package struct CheckInSettings: Equatable, Sendable {
  /// Seconds during which "not me" takes a check-in back.
  package var undoSeconds: Int
  /// Seconds that a result stays on the screen.
  package var resultSeconds: Int
  /// Seconds that the verdict on a certificate stays on the screen.
  package var verdictSeconds: Int
  /// Seconds during which the same code read again is the same reading.
  package var repeatSeconds: Int
  /// Seconds after which an idle form is cleared.
  package var formSeconds: Int
  /// Whether the screen greets without a name.
  package var hidesNames: Bool
  /// Whether results are heard too.
  package var hasSounds: Bool
  /// Letters that a search by name needs.
  package var searchLetters: Int
  /// Names that a search shows at most.
  package var searchResults: Int
  /// Whether `/api/` answers this machine only.
  package var isAPILocal: Bool
  /// Seconds without a sign of the check-in screen's browser after which it counts as silent.
  package var silentScreenSeconds: Int
  /// The program, by its full path, and its arguments that are run then; empty for none.
  package var silentScreenCommand: [String]
  /// Whether the check-in screen's forms, `/events` and `/camera` answer this machine only.
  package var isScreenLocal: Bool

  init(_ reader: inout SettingsReader) throws(SettingsError) {
    undoSeconds = try reader.integer("checkIn.undoSeconds", 10, in: 0...120)
    resultSeconds = try reader.integer("checkIn.resultSeconds", 4, in: 1...60)
    verdictSeconds = try reader.integer("checkIn.verdictSeconds", 20, in: 5...120)
    repeatSeconds = try reader.integer("checkIn.repeatSeconds", 3, in: 0...30)
    formSeconds = try reader.integer("checkIn.formSeconds", 60, in: 20...600)
    hidesNames = try reader.boolean("checkIn.hidesNames", false)
    hasSounds = try reader.boolean("checkIn.hasSounds", true)
    searchLetters = try reader.integer("checkIn.searchLetters", 3, in: 1...10)
    searchResults = try reader.integer("checkIn.searchResults", 8, in: 1...20)
    silentScreenSeconds = try reader.integer("checkIn.silentScreenSeconds", 40, in: 4...600)
    silentScreenCommand = try reader.texts("checkIn.silentScreenCommand", [], least: 0, most: 16)
    guard silentScreenCommand.first?.hasPrefix("/") ?? true else {
      throw reader.wrong(
        "checkIn.silentScreenCommand",
        "must name its program by the full path, such as /usr/bin/systemctl")
    }
    isAPILocal = try reader.boolean("checkIn.isAPILocal", true)
    isScreenLocal = try reader.boolean("checkIn.isScreenLocal", true)
  }
}

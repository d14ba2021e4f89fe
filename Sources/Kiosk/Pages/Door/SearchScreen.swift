import Centre
import HTTP

/// Finding oneself by name: the letters, then at most a few names to touch. No birth date, no
/// phone.
struct SearchScreen {
  let desk: Desk
  let pages: Pages
  let look: Look

  private static let letters = "abcdefghijklmnopqrstuvwxyz".map(String.init)
  private static let mostCharacters = 60

  /// The letters, or the names found when `name` has been sent whole.
  ///
  /// `press` is a key of the screen's own keyboard, for browsers without JavaScript.
  func response(_ query: Form) throws -> Response {
    let typed = String((query["name"] ?? query["text"] ?? "").prefix(Self.mostCharacters))
    if let key = query["press"] { return letters(Keypress.applied(key, to: typed)) }
    guard query["name"] != nil else { return letters(typed) }
    guard Self.letterCount(typed) >= desk.settings.checkIn.searchLetters else {
      return letters(typed, isShort: true)
    }
    return found(try desk.findResidents(typed), text: typed)
  }

  private static func letterCount(_ text: String) -> Int {
    Name.folded(text).filter { $0 != " " }.count
  }

  private func letters(_ text: String, isShort: Bool = false) -> Response {
    var values = DoorFrame(settings: desk.settings, look: look).context
    values["text"] = text
    values["letters"] = Self.letters
    values["isShort"] = isShort
    values["least"] = "\(desk.settings.checkIn.searchLetters)"
    return pages.render("door-search", values, language: look.language)
  }

  private func found(_ residents: [Resident], text: String) -> Response {
    var values = DoorFrame(settings: desk.settings, look: look).context
    values["text"] = text
    values["encodedText"] = Link.encoded(text)
    values["hasResidents"] = !residents.isEmpty
    values["isMore"] = residents.count >= desk.settings.checkIn.searchResults
    values["residents"] = residents.map { resident in
      [
        "id": "\(resident.id)",
        "name": shownName(resident.name),
        "hasVillage": !resident.village.isEmpty,
        "village": resident.village,
      ] as [String: Any]
    }
    return pages.render("door-found", values, language: look.language)
  }

  /// Where names are hidden, the given name alone.
  private func shownName(_ name: String) -> String {
    desk.settings.checkIn.hidesNames ? Name.given(name) : name
  }
}

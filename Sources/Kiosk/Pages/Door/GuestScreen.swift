import Centre
import Evidence
import HTTP
import Store

/// Somebody without a card: what is kept and why, with two equal choices; then the name, or nothing. Two
/// screens to the record, by ordinary forms.
struct GuestScreen {
  let desk: Desk
  let pages: Pages
  let look: Look

  /// What a guest has sent so far, to be sent again with the session that the guest chooses.
  struct Wish {
    /// The random key of the form, in hex: a form that was sent twice counts once.
    var key: String
    /// Whether the person wants to be named; nothing is ticked beforehand.
    var isNamed: Bool
    var name = ""
    var village = ""
    /// Whether the name was sent and is none.
    var isWrong = false
  }

  private static let letters = "abcdefghijklmnopqrstuvwxyz".map(String.init)
  private static let mostCharacters = 60
  private static let keyBytes = 16

  /// The first screen: what is kept, why, and the choice.
  func choice() -> Response {
    var values = DoorFrame(settings: desk.settings, look: look).context
    values["key"] = Hex.encode(randomBytes(Self.keyBytes))
    return pages.render("door-guest", values, language: look.language)
  }

  /// What follows a form: the letters, the record, or the choice again when the form was none of ours.
  func response(_ form: Form) throws -> Response {
    guard var wish = Self.wish(form), let arrival = try? Hex.decode(wish.key),
      arrival.count == Self.keyBytes
    else { return Response.redirect(to: Link.guest.path()) }
    if let key = form["press"] {
      wish.name = Keypress.applied(key, to: wish.name)
      return letters(wish)
    }
    guard let guest = try guest(wish, isSent: form["name"] != nil) else {
      wish.isWrong = form["name"] != nil
      return letters(wish)
    }
    let session = form["session"].flatMap { $0.isEmpty ? nil : $0 }
    guard let answer = try desk.checkIn(guest: guest, arrival: arrival, session: session) else {
      // Taken back meanwhile: nothing is to be shown of it.
      return Response.redirect(to: Link.home.path())
    }
    let screen = AnswerScreen(desk: desk, pages: pages, look: look)
    return screen.response(answer, wish: .init(guest: wish, source: .keypad))
  }

  private static func wish(_ form: Form) -> Wish? {
    guard let key = form["key"], let choice = form["as"], ["named", "head"].contains(choice) else {
      return nil
    }
    return Wish(
      key: key, isNamed: choice == "named",
      name: String((form["name"] ?? "").prefix(mostCharacters)),
      village: String((form["village"] ?? "").prefix(mostCharacters)))
  }

  /// Nil while there is no name yet.
  private func guest(_ wish: Wish, isSent: Bool) throws -> NewGuest? {
    guard wish.isNamed else { return .head }
    guard isSent, let name = NewGuest.name(typed: wish.name) else { return nil }
    return .named(
      name: name, village: Name.capitalised(Name.tidied(wish.village)), consent: consent)
  }

  /// The words that stand on the first screen, whole.
  private var consent: ConsentText {
    let keys: [TextKey] = [
      .guestTitle, .guestKept, .guestWhy, .guestWho, .guestWithdraw, .guestNamed,
    ]
    return ConsentText(
      purpose: ConsentText.guest, language: look.language.rawValue,
      text: keys.map { pages.texts.text($0, look.language) }.joined(separator: " "))
  }

  private func letters(_ wish: Wish) -> Response {
    var values = DoorFrame(settings: desk.settings, look: look).context
    values["key"] = wish.key
    values["name"] = wish.name
    values["village"] = wish.village
    values["isWrong"] = wish.isWrong
    values["letters"] = Self.letters
    return pages.render("door-guest-name", values, language: look.language)
  }
}

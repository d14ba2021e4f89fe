import HTTP

/// How a screen is shown to the person in front of it: the language, the size of the text and the
/// contrast.
struct Look: Hashable, Sendable {
  var language: Language
  var isLarge: Bool
  var contrast: Contrast

  /// How far text stands out from its ground. `system` leaves it to the browser, which knows what the
  /// device is set to (`prefers-contrast`).
  enum Contrast: String, Sendable {
    case system, normal, high
  }

  /// The query field and the cookie that carry the size.
  static let sizeField = "size"
  /// The query field and the cookie that carry the contrast.
  static let contrastField = "contrast"
  /// Long enough for one visitor; the next one starts in Vietnamese again.
  private static let maxAgeSeconds = 600

  /// What a request asks for: `?lang=en&size=large&contrast=high`, else the cookies, else Vietnamese,
  /// normal size and the device's own contrast.
  init(_ request: Request) {
    language = Language(of: request)
    isLarge = Self.choice(Self.sizeField, request) == "large"
    contrast = Self.choice(Self.contrastField, request).flatMap(Contrast.init) ?? .system
  }

  /// The look in a language for a screen that has not said what it shows.
  init(language: Language) {
    self.language = language
    isLarge = false
    contrast = .system
  }

  private static func choice(_ field: String, _ request: Request) -> String? {
    request.query[field] ?? request.cookies[field]
  }

  /// The classes of the page's root by which the style sheets know the look.
  var classes: String {
    var names = ["door"]
    if isLarge { names.append("large") }
    switch contrast {
    case .system: break
    case .normal: names.append("normal-contrast")
    case .high: names.append("high-contrast")
    }
    return names.joined(separator: " ")
  }

  /// Keeps the choice for this visitor when the request has just made one.
  func kept(in response: Response, for request: Request) -> Response {
    var response = response
    if request.query[Language.fieldName] != nil {
      response = response.setting(language.cookie(path: "/", maxAgeSeconds: Self.maxAgeSeconds))
    }
    let choices = [
      Self.sizeField: isLarge ? "large" : "normal", Self.contrastField: contrast.rawValue,
    ]
    for (field, value) in choices where request.query[field] != nil {
      response = response.setting(
        Cookie(name: field, value: value, maxAgeSeconds: Self.maxAgeSeconds))
    }
    return response
  }
}

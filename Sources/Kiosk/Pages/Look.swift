import HTTP

/// How a screen is shown to the person in front of it: the language and the size of the text.
struct Look: Hashable, Sendable {
  var language: Language
  var isLarge: Bool

  /// The query field and the cookie that carry the size.
  static let sizeField = "size"
  /// Long enough for one visitor; the next one starts in Vietnamese again.
  private static let maxAgeSeconds = 600

  /// What a request asks for: `?lang=en&size=large`, else the cookies, else Vietnamese and normal.
  init(_ request: Request) {
    language = Language(of: request)
    isLarge = (request.query[Self.sizeField] ?? request.cookies[Self.sizeField]) == "large"
  }

  /// Keeps the choice for this visitor when the request has just made one.
  func kept(in response: Response, for request: Request) -> Response {
    var response = response
    if request.query[Language.fieldName] != nil {
      response = response.setting(language.cookie(path: "/", maxAgeSeconds: Self.maxAgeSeconds))
    }
    if request.query[Self.sizeField] != nil {
      let size = isLarge ? "large" : "normal"
      response = response.setting(
        Cookie(name: Self.sizeField, value: size, maxAgeSeconds: Self.maxAgeSeconds))
    }
    return response
  }
}

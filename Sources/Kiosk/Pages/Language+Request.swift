package import HTTP

extension Language {
  /// The query field and the cookie that carry the choice.
  package static let fieldName = "lang"

  /// The language a request asks for: `?lang=en`, else the cookie, else Vietnamese.
  package init(of request: Request) {
    self =
      request.query[Self.fieldName].flatMap(Language.init(rawValue:))
      ?? request.cookies[Self.fieldName].flatMap(Language.init(rawValue:))
      ?? .standard
  }

  /// The cookie that keeps the choice for the pages below `path`; nil seconds keep it until the
  /// browser closes.
  package func cookie(path: String, maxAgeSeconds: Int? = nil) -> Cookie {
    Cookie(name: Self.fieldName, value: rawValue, path: path, maxAgeSeconds: maxAgeSeconds)
  }
}

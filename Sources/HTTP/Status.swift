/// An HTTP status code (RFC 9110 section 15), with names for those this project answers with.
package struct Status: Hashable, Sendable {
  /// The three digits, e.g. 404.
  package let code: Int

  package init(_ code: Int) {
    self.code = code
  }

  package static let ok = Status(200)
  package static let created = Status(201)
  package static let accepted = Status(202)
  package static let noContent = Status(204)
  package static let partialContent = Status(206)
  package static let seeOther = Status(303)
  package static let notModified = Status(304)
  package static let badRequest = Status(400)
  package static let unauthorized = Status(401)
  package static let forbidden = Status(403)
  package static let notFound = Status(404)
  package static let methodNotAllowed = Status(405)
  package static let requestTimeout = Status(408)
  package static let conflict = Status(409)
  package static let gone = Status(410)
  package static let contentTooLarge = Status(413)
  package static let uriTooLong = Status(414)
  package static let unsupportedMediaType = Status(415)
  package static let rangeNotSatisfiable = Status(416)
  package static let misdirectedRequest = Status(421)
  package static let unprocessableContent = Status(422)
  package static let preconditionFailed = Status(412)
  package static let tooManyRequests = Status(429)
  package static let headersTooLarge = Status(431)
  package static let internalServerError = Status(500)
  package static let notImplemented = Status(501)
  package static let serviceUnavailable = Status(503)
  package static let insufficientStorage = Status(507)

  /// True for 200 to 299.
  package var isSuccess: Bool { (200..<300).contains(code) }

  /// True for 400 to 599.
  package var isError: Bool { (400..<600).contains(code) }
}

extension Status: ExpressibleByIntegerLiteral {
  package init(integerLiteral code: Int) {
    self.init(code)
  }
}

extension Status: CustomStringConvertible {
  package var description: String { String(code) }
}

import Evidence
import HTTP

/// What the province's answer to a batch means (the table of answers of the protocol). Whatever is
/// not recognised means nothing: it confirms no event.
enum TransferAnswer: Equatable {
  /// Everything up to the receipt's size is durable.
  case receipt(Receipt)
  /// A valid prefix was stored; the province goes on at `next`.
  case partial(next: Int64)
  /// The province has less than was assumed, and says up to where and with which root.
  case gap(next: Int64, root: Digest)
  /// The province holds another history.
  case fork
  /// The batch is too large.
  case tooLarge
  /// The encoding is not taken.
  case encoding
  /// The bytes did not arrive as they were signed.
  case damaged
  /// Not now: come back after exactly so long.
  case later(seconds: Int)
  /// This kiosk is not welcome there.
  case unwelcome(Attention)
  /// Not an answer of the protocol, with what it looked like, for the log.
  case nothing(String)

  /// Reads an answer.
  init(_ response: ClientResponse, province: NoteVerifier) {
    switch response.status.code {
    case 200: self = Self.receipt(in: response, province: province)
    case 202: self = Self.partial(in: response)
    case 409: self = Self.conflict(in: response)
    case 413: self = .tooLarge
    case 415: self = .encoding
    case 422: self = .damaged
    case 429, 503: self = Self.later(response)
    case 401: self = .unwelcome(.unknownKiosk)
    case 403: self = .unwelcome(.revoked)
    case 421: self = .unwelcome(.wrongProvince)
    default: self = .nothing("status \(response.status.code)")
    }
  }

  private static func receipt(
    in response: ClientResponse, province: NoteVerifier
  ) -> TransferAnswer {
    guard let text = String(validating: response.body, as: UTF8.self),
      let receipt = try? Receipt(text: text, province: province)
    else {
      return .nothing("status 200 without a valid receipt")
    }
    return .receipt(receipt)
  }

  private static func partial(in response: ClientResponse) -> TransferAnswer {
    guard let next = fields(of: response)?["next"]?.integer else {
      return .nothing("status 202 without next")
    }
    return .partial(next: next)
  }

  private static func conflict(in response: ClientResponse) -> TransferAnswer {
    guard let fields = fields(of: response), let code = fields["code"]?.text else {
      return .nothing("status 409 without a problem document")
    }
    if code == "fork" {
      return .fork
    }
    guard code == "gap", let next = fields["next"]?.integer,
      let root = fields["root"]?.text.flatMap(Digest.init(base64:))
    else {
      return .nothing("status 409 \(code)")
    }
    return .gap(next: next, root: root)
  }

  private static func later(_ response: ClientResponse) -> TransferAnswer {
    guard let text = response.headers["Retry-After"], let seconds = Int(text), seconds >= 0 else {
      return .nothing("status \(response.status.code) without Retry-After")
    }
    return .later(seconds: min(seconds, 86_400))
  }

  private static func fields(of response: ClientResponse) -> JSONFields? {
    guard response.body.count <= 65_536, let value = try? CanonicalValue(json: response.body),
      value.object != nil
    else {
      return nil
    }
    return JSONFields(value, name: "the province's answer")
  }
}

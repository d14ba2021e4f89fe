import Evidence
import HTTP

/// What the province's answer to a batch means (the table of answers of the protocol). Whatever is
/// not recognised means nothing: it confirms no event.
enum TransferAnswer: Equatable {
  /// The waits that are believed, seconds.
  private static let waits = 1...86_400

  /// Everything up to the receipt's size is durable.
  case receipt(Receipt)
  /// A valid prefix was stored; the province goes on at `next`. Our own province takes a batch whole
  /// or not at all and never says so; the protocol allows it.
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
  /// The province answered, but not to the question, with what it said, for the log.
  case nothing(String)
  /// Somebody else answered.
  case stranger(Stranger)

  /// Reads an answer.
  init(_ response: ClientResponse, province: NoteVerifier) {
    switch response.status.code {
    case 200: self = Self.receipt(in: response, province: province)
    case 202: self = Self.partial(in: response)
    // A web server in front of the province may have a limit of its own: smaller batches pass it.
    case 413: self = .tooLarge
    case 429, 503: self = Self.later(response)
    default: self = Self.refusal(response)
    }
  }

  private static func receipt(
    in response: ClientResponse, province: NoteVerifier
  ) -> TransferAnswer {
    guard let text = String(validating: response.body, as: UTF8.self),
      let note = try? SignedNote(text: text)
    else {
      return .stranger(Stranger(response))
    }
    guard let receipt = try? Receipt(text: text, province: province) else {
      let origin = note.body.prefix { !$0.isNewline }.prefix(80)
      return .nothing("a receipt for \(origin) that our province has not signed")
    }
    return .receipt(receipt)
  }

  private static func partial(in response: ClientResponse) -> TransferAnswer {
    guard response.body.count <= 65_536, let value = try? CanonicalValue(json: response.body),
      let next = value.object?["next"]?.integer
    else {
      return .stranger(Stranger(response))
    }
    return .partial(next: next)
  }

  /// Only the province's own word keeps the kiosk silent for so long. Whoever else asks to wait, such as a
  /// web server in front of it, is tried again after the usual back-off.
  private static func later(_ response: ClientResponse) -> TransferAnswer {
    guard ProblemAnswer(response) != nil, let text = response.headers["Retry-After"],
      let seconds = Int(text),
      seconds >= 0
    else {
      return refusal(response)
    }
    return .later(seconds: min(waits.upperBound, max(waits.lowerBound, seconds)))
  }

  private static func refusal(_ response: ClientResponse) -> TransferAnswer {
    guard let problem = ProblemAnswer(response) else {
      return .stranger(Stranger(response))
    }
    switch response.status.code {
    case 401: return .unwelcome(.unknownKiosk)
    case 403: return .unwelcome(.revoked)
    case 409: return conflict(problem)
    case 415: return .encoding
    case 421: return .unwelcome(.wrongProvince)
    case 422: return .damaged
    default: return .nothing("status \(response.status.code) \(problem.code.prefix(40))")
    }
  }

  private static func conflict(_ problem: ProblemAnswer) -> TransferAnswer {
    if problem.code == "fork" {
      return .fork
    }
    guard problem.code == "gap", let next = problem.fields["next"]?.integer,
      let root = problem.fields["root"]?.text.flatMap(Digest.init(base64:))
    else {
      return .nothing("status 409 \(problem.code.prefix(40))")
    }
    return .gap(next: next, root: root)
  }
}

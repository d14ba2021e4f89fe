import Evidence
import HTTP

/// Fetches the bulletin compressed and, over a line that is cut, in pieces: what has come is kept and the
/// rest asked for. What belongs to another bulletin, or grows beyond all measure, is thrown away.
struct BulletinDownload {
  /// So often in one talk a cut line is tried again that has brought something.
  private static let mostPieces = 12
  /// A cut that brought less is no reason to try again now.
  private static let leastPieceBytes = 1_024

  private let line: ProvinceLine
  private let path: String

  /// - Parameter data: the data directory.
  init(line: ProvinceLine, data: String) {
    self.line = line
    path = "\(data)/drafts/bulletin.part"
  }

  /// How many bytes wait here for the rest; nil when there are none.
  var waitingByteCount: Int? { PartialFile(path: path)?.bytes.count }

  /// The province's answer, whose body is the bulletin as it was signed.
  /// - Parameter tag: the entity tag of the one that is held.
  /// - Throws: `ClientError` when the line broke, `Malformed` when what came cannot be inflated within
  ///   the limit.
  func fetch(tag: String?) throws -> ClientResponse {
    for _ in 1..<Self.mostPieces {
      do {
        return try attempt(tag: tag)
      } catch let error as ClientError where keep(error.partial) && error.reason != .interrupted {
        continue
      }
    }
    do {
      return try attempt(tag: tag)
    } catch let error as ClientError {
      _ = keep(error.partial)
      throw error
    }
  }

  private func attempt(tag: String?) throws -> ClientResponse {
    let part = PartialFile(path: path)
    let answer = try line.bulletin(tag: tag, after: part)
    switch (answer.status, part) {
    case (.partialContent, var part?):
      guard part.add(answer), part.isWhole(by: answer) else { return try again(tag) }
      return try whole(part.bytes, part.coding, answer)
    case (.rangeNotSatisfiable, .some): return try again(tag)
    case (.ok, _): return try whole(answer.body, PartialFile.coding(of: answer), answer)
    case (.notModified, _):
      Files.remove(path)
      return answer
    default: return answer
    }
  }

  /// From the beginning: what was here fits nothing that the province has.
  private func again(_ tag: String?) throws -> ClientResponse {
    Files.remove(path)
    let answer = try line.bulletin(tag: tag, after: nil)
    guard answer.status == .ok else { return answer }
    return try whole(answer.body, PartialFile.coding(of: answer), answer)
  }

  /// Inflates within the limit of a bulletin, whatever the compressed bytes claim.
  private func whole(
    _ bytes: [UInt8], _ coding: String, _ answer: ClientResponse
  ) throws -> ClientResponse {
    // Whether it is taken or not, the next answer begins anew.
    Files.remove(path)
    let body =
      coding == "gzip" ? try Gzip.inflate(bytes, maxBytes: Bulletin.byteLimit) : bytes
    return ClientResponse(status: .ok, headers: answer.headers, body: body)
  }

  /// Keeps what came before the line broke.
  /// - Returns: whether that is a reason to go on.
  private func keep(_ answer: ClientResponse?) -> Bool {
    guard let answer, Bulletin.mediaType.hasPrefix("\(answer.contentType);") else {
      return false
    }
    let before = PartialFile(path: path)
    var grown = before
    if answer.status == .partialContent {
      guard grown?.add(answer) == true else { return false }
    } else {
      grown = PartialFile(of: answer)
    }
    guard let grown else { return false }
    let isSame = grown.tag == before?.tag && grown.coding == before?.coding
    let gained = grown.bytes.count - (isSame ? before?.bytes.count ?? 0 : 0)
    guard gained > 0, (try? grown.write(to: path)) != nil else { return false }
    return gained >= Self.leastPieceBytes
  }
}

/// Proof that one event stands in the log that a province has signed for: a small text file that is
/// checked without the log, the kiosk or a network (C2SP tlog-proof v1).
///
/// The checkpoint in it is a receipt, with the kiosk's line and the province's; the event's line stands
/// in `extra`. That is not believed as it stands: its hash must lead to the signed root.
package struct InclusionProof: Equatable, Sendable {
  /// The end of the file's name.
  package static let fileExtension = "tlog-proof"
  /// The media type in which it is served.
  package static let mediaType = "text/plain; charset=utf-8"
  /// The longest file that is read, in bytes: a line of 16 KiB in base64, 63 hashes and a note.
  package static let byteLimit = 48 << 10
  /// The most hashes: the depth of a tree of 2^63 leaves.
  package static let hashLimit = 63

  /// The first line.
  package static let opening = "c2sp.org/tlog-proof@v1"

  /// The event's position.
  package let index: Int64
  /// The audit path, from the leaf's sibling up.
  package let hashes: [Digest]
  /// The event's line without its line feed.
  package let line: [UInt8]
  /// The signed note, as it came.
  package let note: String

  /// A proof of known parts; `verify` says whether they fit.
  package init(index: Int64, hashes: [Digest], line: [UInt8], note: String) {
    self.index = index
    self.hashes = hashes
    self.line = line
    self.note = note
  }

  /// Reads the file.
  /// - Throws: `Malformed` for anything that the specification does not allow, for a file without
  ///   `extra`, and for more than the limits.
  package init(text: String) throws(Malformed) {
    guard text.utf8.count <= InclusionProof.byteLimit else {
      throw InclusionProof.refusal("too-long", "A proof is longer than 48 KiB.")
    }
    guard let gap = text.firstRange(of: "\n\n") else {
      throw InclusionProof.refusal("form", "A proof has no empty line before its checkpoint.")
    }
    let head = text[..<gap.lowerBound]
    var lines = head.split(separator: "\n", omittingEmptySubsequences: false)[...]
    guard lines.popFirst() == InclusionProof.opening[...] else {
      throw InclusionProof.refusal("opening", "A proof begins with \(InclusionProof.opening).")
    }
    guard let extra = InclusionProof.value(of: "extra", in: lines.popFirst()) else {
      throw InclusionProof.refusal("extra", "The proof does not carry the event.")
    }
    guard let digits = InclusionProof.value(of: "index", in: lines.popFirst()),
      let index = Int64(digits), index >= 0, String(index) == digits
    else { throw InclusionProof.refusal("index", "The index of a proof is not a plain number.") }
    guard lines.count <= InclusionProof.hashLimit else {
      throw InclusionProof.refusal("hashes", "A proof has more than 63 hashes.")
    }
    var hashes: [Digest] = []
    for line in lines {
      guard let hash = Digest(base64: String(line)) else {
        throw InclusionProof.refusal("hashes", "A hash of a proof is not 32 bytes of base64.")
      }
      hashes.append(hash)
    }
    self.init(
      index: index, hashes: hashes, line: try Base64.decode(extra),
      note: String(text[gap.upperBound...]))
  }

  /// The file.
  package var text: String {
    var text = "\(InclusionProof.opening)\nextra \(Base64.encode(line))\nindex \(index)\n"
    for hash in hashes { text += hash.base64 + "\n" }
    return text + "\n" + note
  }

  /// What a proof that holds says.
  package struct Proven: Equatable, Sendable {
    /// The event.
    package let event: Event
    /// The log it stands in.
    package let log: LogID
    /// What the province signed for, and when.
    package let receipt: Receipt
  }

  /// Checks the proof by the province's key alone.
  /// - Throws: `Malformed` with `signature`, `origin`, `inclusion` or `event` in its code.
  package func verify(province: NoteVerifier) throws(Malformed) -> Proven {
    let receipt = try Receipt(text: note, province: province)
    let parts = receipt.checkpoint.origin.split(separator: "/", omittingEmptySubsequences: false)
    guard let hex = parts.last, let log = try? LogID(hex: String(hex)),
      receipt.checkpoint.origin == logOrigin(provinceHost: province.name, log: log)
    else {
      throw InclusionProof.refusal(
        "origin", "The checkpoint is not of a log of \(province.name).")
    }
    let isIncluded = Merkle.verifyInclusion(
      leaf: Merkle.leafHash(line), index: index, size: receipt.checkpoint.size, proof: hashes,
      root: receipt.checkpoint.root)
    guard isIncluded else {
      throw InclusionProof.refusal(
        "inclusion", "The event does not stand at \(index) of the log that was signed for.")
    }
    let event = try Event(line: line)
    guard event.seq == index else {
      throw InclusionProof.refusal("event", "The event says another position than the proof.")
    }
    return Proven(event: event, log: log, receipt: receipt)
  }

  private static func value(of name: String, in line: Substring?) -> String? {
    guard let line, line.hasPrefix("\(name) ") else { return nil }
    return String(line.dropFirst(name.utf8.count + 1))
  }

  private static func refusal(_ code: String, _ message: String) -> Malformed {
    Malformed(operation: "inclusion proof", code: code, message: message)
  }
}

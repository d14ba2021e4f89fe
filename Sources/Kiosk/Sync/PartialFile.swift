import Evidence
import HTTP

/// The beginning of an answer that a cut line broke off, in a file, so that the rest alone is asked for,
/// also after a restart. The first line says of what: the entity tag and the coding.
struct PartialFile: Equatable {
  /// The longest that is kept: a bulletin, and what gzip may add to what it cannot compress.
  static let mostBytes = Bulletin.byteLimit + (64 << 10)
  private static let mostTagBytes = 200

  /// The entity tag of the whole, which is strong.
  let tag: String
  /// The content coding, in lower case; empty for none.
  let coding: String
  /// What is here of it.
  private(set) var bytes: [UInt8]

  /// The beginning in the file at `path`; nil when there is none, or one that nobody of ours wrote.
  init?(path: String) {
    guard let bytes = try? Files.read(path, mostBytes: Self.mostBytes + 2 * Self.mostTagBytes),
      let end = bytes.firstIndex(of: UInt8(ascii: "\n"))
    else { return nil }
    let words = String(decoding: bytes[..<end], as: UTF8.self)
      .split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, let tag = Self.strong(String(words[0])) else { return nil }
    self.tag = tag
    coding = String(words[1])
    self.bytes = Array(bytes[(end + 1)...])
  }

  /// What has come of an answer; nil when it is none that could be gone on with.
  init?(of answer: ClientResponse) {
    guard answer.status == .ok, let tag = Self.strong(answer.headers["ETag"]) else { return nil }
    self.tag = tag
    coding = Self.coding(of: answer)
    bytes = answer.body
    guard bytes.count <= Self.mostBytes else { return nil }
  }

  /// Adds a part that begins where this ends; false when it is of something else or too much.
  mutating func add(_ answer: ClientResponse) -> Bool {
    guard answer.status == .partialContent, answer.headers["ETag"] == tag,
      Self.coding(of: answer) == coding,
      answer.headers["Content-Range"]?.hasPrefix("bytes \(bytes.count)-") == true,
      bytes.count + answer.body.count <= Self.mostBytes
    else { return false }
    bytes += answer.body
    return true
  }

  /// Whether this is all of it, as the answer with its last part says.
  func isWhole(by answer: ClientResponse) -> Bool {
    answer.headers["Content-Range"]?.hasSuffix("/\(bytes.count)") == true
  }

  /// Keeps it in the file at `path`.
  func write(to path: String) throws(FileError) {
    try Files.makeDirectory(Files.directory(of: path), mode: 0o750)
    try Files.write(Array("\(tag) \(coding)\n".utf8) + bytes, to: path)
  }

  /// The content coding of an answer, in lower case; empty for none.
  static func coding(of answer: ClientResponse) -> String {
    answer.headers["Content-Encoding"]?.lowercased() ?? ""
  }

  /// The tag, if parts may be joined by it: a weak one does not vouch for the bytes.
  private static func strong(_ tag: String?) -> String? {
    guard let tag, tag.hasPrefix("\""), tag.utf8.count <= mostTagBytes,
      tag.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    return tag
  }
}

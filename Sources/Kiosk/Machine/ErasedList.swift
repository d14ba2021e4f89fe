import Evidence
import Store

/// The file `erased` beside the database: what was erased here, one person or notice a line, in pseudonyms
/// and hashes. It is no part of the database, so that it outlives the restoring of an old copy, which
/// then forgets the same again.
struct ErasedList {
  /// The file's name in the data directory.
  static let fileName = "erased"
  /// The most that is read: a line has about 90 bytes.
  private static let mostBytes = 16 << 20
  /// What stands in the place of a pseudonym where the line is of a notice.
  private static let notice = "notice"

  private let path: String

  init(data: String) {
    path = "\(data)/\(Self.fileName)"
  }

  /// What stands in the file.
  /// - Throws: `FileError`, also for a line that says nothing.
  func erased() throws(FileError) -> Erased {
    guard Files.exists(path) else { return Erased() }
    return try Self.read(try Files.read(path, mostBytes: Self.mostBytes), name: path)
  }

  /// Adds what was erased; on disk when it returns.
  func add(_ erased: Erased) throws(FileError) {
    let known = try self.erased()
    let all = known.union(erased)
    guard all != known else { return }
    try Files.write(Self.text(all), to: path)
  }

  /// The lines of a file.
  static func text(_ erased: Erased) -> String {
    let lines =
      erased.persons.map { (seq: $0.addSeq, leaf: $0.leaf.hex, name: $0.pseudonym) }
      + erased.notices.map { (seq: $0.seq, leaf: $0.leaf.hex, name: notice) }
    return lines.sorted { ($0.seq, $0.leaf) < ($1.seq, $1.leaf) }
      .map { "\($0.name) \($0.seq) \($0.leaf)\n" }.joined()
  }

  /// Reads the lines of a file.
  static func read(_ bytes: [UInt8], name: String) throws(FileError) -> Erased {
    var erased = Erased()
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: " ")
      guard parts.count == 3, let seq = Int64(parts[1]), let leaf = Digest(hex: String(parts[2]))
      else {
        throw FileError(
          "read", path: name, reason: "a line is nothing erased: \(line.prefix(20))")
      }
      if parts[0] == notice {
        erased.notices.insert(ErasedNotice(seq: seq, leaf: leaf))
      } else {
        erased.persons.insert(
          ErasedPerson(pseudonym: String(parts[0]), addSeq: seq, leaf: leaf))
      }
    }
    return erased
  }
}

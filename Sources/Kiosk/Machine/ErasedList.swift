import Evidence
import Store

/// The file `erased` beside the database: who was erased here, one person a line, in pseudonyms and
/// hashes. It is no part of the database, so that it outlives the restoring of an old copy, which
/// then forgets the same persons again.
struct ErasedList {
  /// The file's name in the data directory.
  static let fileName = "erased"
  /// The most that is read: a line has about 90 bytes.
  private static let mostBytes = 16 << 20

  private let path: String

  init(data: String) {
    path = "\(data)/\(Self.fileName)"
  }

  /// The persons in the file.
  /// - Throws: `FileError`, also for a line that is none.
  func persons() throws(FileError) -> Set<ErasedPerson> {
    guard Files.exists(path) else { return [] }
    return try Self.read(try Files.read(path, mostBytes: Self.mostBytes), name: path)
  }

  /// Adds persons; on disk when it returns.
  func add(_ persons: Set<ErasedPerson>) throws(FileError) {
    let known = try self.persons()
    let all = known.union(persons)
    guard all != known else { return }
    try Files.write(Self.text(all), to: path)
  }

  /// The lines of a file.
  static func text(_ persons: Set<ErasedPerson>) -> String {
    persons.sorted { ($0.addSeq, $0.leaf.hex) < ($1.addSeq, $1.leaf.hex) }
      .map { "\($0.pseudonym) \($0.addSeq) \($0.leaf.hex)\n" }.joined()
  }

  /// Reads the lines of a file.
  static func read(_ bytes: [UInt8], name: String) throws(FileError) -> Set<ErasedPerson> {
    var persons: Set<ErasedPerson> = []
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: " ")
      guard parts.count == 3, let seq = Int64(parts[1]), let leaf = Digest(hex: String(parts[2]))
      else {
        throw FileError(
          "read", path: name, reason: "a line is no erased person: \(line.prefix(20))")
      }
      persons.insert(ErasedPerson(pseudonym: String(parts[0]), addSeq: seq, leaf: leaf))
    }
    return persons
  }
}

import Evidence

/// What the two files that travel between the online and the offline machine have in common.
enum RootDocument {
  /// The version of both that this program writes and reads.
  static let version: Int64 = 1
  /// The longest file that is read, in bytes.
  static let byteLimit = 16 << 20
  /// The most entries of one kind.
  static let entryLimit = 1000

  /// The members of a file of this kind.
  static func members(
    _ bytes: [UInt8], kind: String
  ) throws(RootDocumentError) -> [String: CanonicalValue] {
    guard bytes.count <= byteLimit, let members = (try? CanonicalValue(json: bytes))?.object,
      members["kind"]?.text == kind
    else { throw RootDocumentError(message: "The file is not one of \(kind).") }
    guard members["version"]?.integer == version else {
      throw RootDocumentError(
        message: "The file of \(kind) is of another version than \(version); use the same "
          + "provinced on both machines.")
    }
    return members
  }

  /// The entries of one kind, each read by `read`; a bad one refuses the whole file.
  static func entries<Entry>(
    _ name: String, of members: [String: CanonicalValue],
    _ read: (CanonicalValue) throws -> Entry?
  ) throws(RootDocumentError) -> [Entry] {
    guard let list = members[name]?.list, list.count <= entryLimit else {
      throw RootDocumentError(message: "The file has no list \(name), or too long a one.")
    }
    var entries: [Entry] = []
    for (index, value) in list.enumerated() {
      guard let entry = try? read(value) else {
        throw RootDocumentError(message: "Entry \(index + 1) of \(name) is damaged.")
      }
      entries.append(entry)
    }
    return entries
  }

  /// The bytes of a member in base64; nil if there is none.
  static func bytes(_ name: String, of value: CanonicalValue) throws -> [UInt8]? {
    try value.object?[name]?.text.map { try Base64.decode($0) }
  }
}

/// A file between the two machines cannot be used.
package struct RootDocumentError: Error, Equatable, CustomStringConvertible {
  /// A whole sentence for the operator.
  package let message: String

  /// A fault in these words.
  package init(message: String) { self.message = message }

  /// The sentence.
  package var description: String { message }
}

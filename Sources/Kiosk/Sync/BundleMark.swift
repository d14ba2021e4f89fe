/// The entity tag under which the province served the document that is held (RFC 9110, section 8.8.3):
/// the file `revocations.etag` or `bulletin.etag`, so that an unchanged one costs a few bytes also after
/// a restart.
struct BundleMark {
  /// The longest tag that is kept.
  private static let mostBytes = 200

  private let path: String

  /// The tag of the bundle, or of the bulletin.
  init(directory: String, name: String = "revocations") {
    path = "\(directory)/\(name).etag"
  }

  /// The tag; nil when there is none.
  var tag: String? {
    (try? Files.line(path)).flatMap { $0 }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Keeps the tag of what has just been taken; a strange one is forgotten.
  func keep(_ tag: String?) throws(FileError) {
    let isPlain = tag?.utf8.allSatisfy { (0x21...0x7E).contains($0) } ?? false
    guard let tag, isPlain, tag.utf8.count <= Self.mostBytes else {
      return Files.remove(path)
    }
    try Files.write(tag + "\n", to: path)
  }
}

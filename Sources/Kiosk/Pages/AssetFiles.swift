import FoundationEssentials

/// The files pages are made of, read once at start.
enum AssetFiles {
  /// The bytes of a file of at most 1 MiB.
  static func bytes(_ path: String, operation: String) throws(PagesError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path), data.count <= 1 << 20 else {
      throw PagesError(operation: operation, code: "unreadable", message: "Cannot read \(path).")
    }
    return [UInt8](data)
  }

  /// The names in a directory that end in `suffix`, sorted, without it.
  static func names(
    in directory: String, suffix: String, operation: String
  ) throws(PagesError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: directory)
        .filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }.sorted()
    } catch {
      throw PagesError(
        operation: operation, code: "unreadable", message: "Cannot list \(directory).")
    }
  }
}

import Foundation

/// Where a command writes: the file named, or a file in the directory named.
struct OutputPlace {
  private let out: String

  init(_ out: String) { self.out = out }

  /// Whether a directory of this name exists.
  var isDirectory: Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: out, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  /// The file for what was made of `input`: in a directory it has the input's name with another ending.
  func path(for input: String, ending: String, as other: String) -> String {
    guard isDirectory else { return out }
    let name = input.split(separator: "/").last.map(String.init) ?? input
    let stem = name.hasSuffix(ending) ? String(name.dropLast(ending.count)) : name
    return "\(out)/\(stem)\(other)"
  }
}

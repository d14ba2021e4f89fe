/// A relative path that stays below the directory it is used in.
struct SafePath: Equatable {
  /// At least one, none of them empty, hidden, "." or "..".
  let components: [String]

  /// Nil for absolute paths, traversal, hidden files, backslashes and control characters.
  init?(_ path: String) {
    let components = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let isSafe = components.allSatisfy { component in
      !component.isEmpty && !component.hasPrefix(".") && component.utf8.count <= 255
        && component.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "\\") }
    }
    guard isSafe, components.count <= 16 else { return nil }
    self.components = components
  }
}

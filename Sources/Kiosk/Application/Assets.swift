import Glibc

/// Where the pages, texts and styles lie: beside the sources while developing, in the system's share
/// folder once installed.
package enum Assets {
  /// The folder `name` near the program or the working directory.
  /// - Parameter marker: a file or folder in it that tells it from others of the same name.
  /// - Returns: nil when there is none.
  package static func folder(_ name: String, holding marker: String) -> String? {
    candidates.map { "\($0)/\(name)" }.first { Files.exists("\($0)/\(marker)") }
  }

  /// The folder of the pages and texts.
  /// - Throws: `StartError` when it is nowhere.
  package static func pages() throws(StartError) -> String {
    guard let path = folder("assets", holding: "pages") else {
      throw StartError(
        reason: .assets,
        message: "the folder assets is neither here, nor beside the program, nor in \(installed)")
    }
    return path
  }

  /// The working directory, the folders above the program, the system's share folder.
  private static var candidates: [String] {
    var found = ["."]
    var buffer = [CChar](repeating: 0, count: 4_096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    if count > 0 {
      var path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      while let slash = path.lastIndex(of: "/"), slash > path.startIndex {
        path = String(path[..<slash])
        found.append(path)
      }
    }
    return found + [installed]
  }

  private static let installed = "/usr/share/learning-kiosk"
}

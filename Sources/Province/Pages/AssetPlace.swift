import Foundation

/// Finds the directory of templates, texts and styles.
package enum AssetPlace {
  /// The directory the settings name, or the first that exists of: `assets` here, beside the program,
  /// above it, and the system's own.
  package static func find(_ setting: String) -> String? {
    guard setting.isEmpty else { return setting }
    var places = ["assets"]
    var directory =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? ""
    while let slash = directory.lastIndex(of: "/"), slash != directory.startIndex {
      directory = String(directory[..<slash])
      places.append(directory + "/assets")
    }
    places.append("/usr/share/learning-kiosk/assets")
    return places.first { FileManager.default.fileExists(atPath: $0 + "/text/province/vi.json") }
  }
}

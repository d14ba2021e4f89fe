import Foundation

/// Finds the directory of templates, texts and styles.
enum AssetPlace {
  /// A file by which the folder is known.
  static let marker = "text/province/vi.json"

  /// The directory the settings name, or the first that holds the marker of: `assets` here, beside the
  /// program, above it, and the system's own.
  /// - Returns: nil when there is none, or none where the settings say.
  static func find(_ setting: String) -> String? {
    func holdsMarker(_ place: String) -> Bool {
      FileManager.default.fileExists(atPath: "\(place)/\(marker)")
    }
    guard setting.isEmpty else { return holdsMarker(setting) ? setting : nil }
    var places = ["assets"]
    var directory =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? ""
    while let slash = directory.lastIndex(of: "/"), slash != directory.startIndex {
      directory = String(directory[..<slash])
      places.append(directory + "/assets")
    }
    places.append("/usr/share/learning-kiosk/assets")
    return places.first(where: holdsMarker)
  }
}

import HTTP

extension Settings {
  /// The folder of pages and texts: the one that is named, or the one that is found.
  /// - Throws: `SettingsError` when the named one is none, `PageError` when there is none to be found.
  package var assets: String {
    get throws {
      guard let folder = AssetPlace.find(pages.assets) else {
        guard pages.assets.isEmpty else {
          throw wrong("pages.assets", "\(pages.assets): holds no \(AssetPlace.marker)")
        }
        throw PageError(
          operation: "find", file: "assets", message: "is nowhere; set pages.assets")
      }
      return folder
    }
  }

  /// A complaint about a key whose value turns out to be wrong only when it is used, at its place.
  func wrong(_ key: String, _ message: String) -> SettingsError {
    SettingsError(
      file: places.file.isEmpty ? "settings" : places.file, line: places.lines[key], key: key,
      message: message)
  }

  /// What `body` makes of files that the settings name; one that cannot be used is told with its key.
  /// - Throws: what `body` throws, `SettingsError` in the place of a `TLSFileError`.
  func naming<Made>(_ body: () throws -> Made) throws -> Made {
    do {
      return try body()
    } catch {
      guard let error = error as? TLSFileError, let key = key(naming: error.path)
      else { throw error }
      throw wrong(key, error.description)
    }
  }

  private func key(naming path: String) -> String? {
    let files = [
      ("http.certificateFile", http.certificateFile), ("http.keyFile", http.keyFile),
      ("pull.authorityFile", pull.authorityFile), ("pull.certificateFile", pull.certificateFile),
      ("pull.keyFile", pull.keyFile), ("forward.authorityFile", forward.authorityFile),
    ]
    return files.first { $0.1 == path }?.0
  }
}

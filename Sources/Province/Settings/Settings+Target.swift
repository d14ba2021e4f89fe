package import Evidence
import Foundation

extension Settings {
  /// How the database is reached, the password read from its file.
  package var target: DatabaseTarget {
    get throws(SettingsError) {
      DatabaseTarget(
        url: database.url, password: try password,
        connectTimeoutSeconds: database.connectTimeoutSeconds,
        statementTimeoutSeconds: database.statementTimeoutSeconds)
    }
  }

  /// The limits of a batch.
  package var limits: BatchLimits {
    BatchLimits(
      maxEvents: collector.maxEvents, maxCompressedBytes: collector.maxCompressedBytes,
      maxInflatedBytes: collector.maxInflatedBytes)
  }

  /// The password for the learning record store, read from its file; empty when there is none.
  var forwardPassword: String {
    get throws(SettingsError) { try secret(forward.passwordFile, "forward.passwordFile") ?? "" }
  }

  private var password: String? {
    get throws(SettingsError) { try secret(database.passwordFile, "database.passwordFile") }
  }

  /// The first line of a file; nil when no file is named.
  private func secret(_ file: String, _ key: String) throws(SettingsError) -> String? {
    guard !file.isEmpty else { return nil }
    guard let bytes = FileManager.default.contents(atPath: file) else {
      throw wrong(key, "\(file): cannot be read")
    }
    return String(decoding: bytes.prefix { $0 != 10 && $0 != 13 }, as: UTF8.self)
  }
}

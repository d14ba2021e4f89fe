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

  private var password: String? {
    get throws(SettingsError) {
      guard !database.passwordFile.isEmpty else { return nil }
      guard let bytes = FileManager.default.contents(atPath: database.passwordFile) else {
        throw SettingsError(
          file: database.passwordFile, line: nil, key: "database.passwordFile",
          message: "cannot be read")
      }
      return String(decoding: bytes.prefix { $0 != 10 && $0 != 13 }, as: UTF8.self)
    }
  }
}

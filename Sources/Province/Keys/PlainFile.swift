package import Evidence
import Foundation

/// Files that travel on sticks: nothing in them is secret, and their permissions say nothing.
package enum PlainFile {
  /// The bytes of a file.
  /// - Throws: `RootDocumentError` when it cannot be read or is longer than `limit`.
  package static func read(_ path: String, limit: Int = 16 << 20) throws -> [UInt8] {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw RootDocumentError(message: "\(path) is a folder. Name a file in it.")
    }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw RootDocumentError(message: "The file \(path) cannot be read.")
    }
    defer { try? handle.close() }
    let bytes = Array(try handle.read(upToCount: limit + 1) ?? Data())
    guard bytes.count <= limit else {
      throw RootDocumentError(message: "The file \(path) is longer than \(limit) bytes.")
    }
    return bytes
  }

  /// What `parse` makes of the bytes of a file.
  /// - Throws: `RootDocumentError` that names the file, also for what `parse` finds wrong with it.
  package static func parsed<Made>(
    _ path: String, limit: Int = 16 << 20, _ parse: ([UInt8]) throws -> Made
  ) throws -> Made {
    let bytes = try read(path, limit: limit)
    do {
      return try parse(bytes)
    } catch {
      throw RootDocumentError(message: "\(path): \(error)")
    }
  }

  /// Puts a file in the place of one that may be there, whole or not at all; everyone may read it.
  package static func write(_ bytes: [UInt8], to path: String) throws(SecretFileError) {
    try SecretFile(path).replace(bytes)
    chmod(path, 0o644)
  }

  /// Whether there is something under this name.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The root list in a file.
  package static func roots(_ path: String) throws -> RootList {
    try parsed(path, limit: RootList.byteLimit) { try RootList(json: $0) }
  }

  /// The kiosk's request in a file.
  package static func request(_ path: String) throws -> CertificateRequest {
    try parsed(path, limit: CertificateRequest.byteLimit) { try CertificateRequest(json: $0) }
  }

  /// The root in a file, still sealed: the passphrase guards it also where a stick has no permissions.
  package static func root(_ path: String) throws -> RootFile {
    try parsed(path, limit: SecretFile.byteLimit) { try RootFile(json: $0) }
  }
}

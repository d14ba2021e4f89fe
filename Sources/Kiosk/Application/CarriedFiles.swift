package import Evidence

/// The files that people carry between a kiosk and its province on a stick.
package struct CarriedFiles: Sendable {
  private let keys: Keys

  /// - Parameter keys: this kiosk's.
  package init(keys: Keys) {
    self.keys = keys
  }

  /// The bytes of a small file.
  /// - Throws: `FileError`.
  package static func read(_ path: String) throws(FileError) -> [UInt8] {
    try Files.read(path, mostBytes: Intake.mostBytes)
  }

  /// Puts a file in the place of one that may be there, with the permissions that the folder gives.
  /// - Throws: `FileError`.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    try Files.write(bytes, to: path, mode: nil)
  }

  /// Writes this kiosk's certificate request to a file, or into a folder under its own name.
  /// - Returns: the file's path.
  /// - Throws: `FileError`, `TrustError`, `Malformed`.
  package func writeRequest(
    _ certification: Certification, to path: String, centre: String, atSeconds now: Int64
  ) throws -> String {
    let isFolder = Files.isDirectory(path)
    let file = isFolder ? "\(path)/\(centre).request.json" : path
    try Files.write(try certification.request(atSeconds: now), to: file, mode: nil)
    return file
  }

  /// Takes the province's answer to a certificate request.
  /// - Throws: `FileError`, `Certification.Refused`, `TrustError`, `Malformed`.
  package func importAnswer(
    _ certification: Certification, from path: String, now: ClockReading
  ) throws -> DeviceCertificate {
    let bytes = try Files.read(path, mostBytes: CertificateAnswer.byteLimit)
    return try certification.take(bytes, now: now)
  }

  /// Takes a bundle of withdrawn certificates.
  /// - Throws: `FileError`, `TrustError`.
  package func importBundle(from path: String) throws -> TrustFiles.Taking {
    try keys.trust.take(try Files.read(path, mostBytes: TrustBundle.byteLimit))
  }

  /// Takes a bulletin.
  /// - Throws: `FileError`, `TrustError`.
  package func importBulletin(from path: String) throws -> TrustFiles.Taking {
    try importBulletin(try Files.read(path, mostBytes: Bulletin.byteLimit))
  }

  /// Takes the bytes of a bulletin; `Bulletin.isLikely` tells whether a file may be one.
  /// - Throws: `FileError`, `TrustError`.
  package func importBulletin(_ bytes: [UInt8]) throws -> TrustFiles.Taking {
    try keys.trust.take(bulletin: bytes)
  }
}

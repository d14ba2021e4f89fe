import Glibc

/// A file of the TLS set-up cannot be used.
package struct TLSFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file as the settings name it.
  package let path: String
  /// What is wrong with it, and what to do.
  package let reason: String

  package var description: String { "\(path): \(reason)" }

  /// Names a file and what is wrong with it.
  package init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}

/// Reads the PEM files of TLS. A private key that others may read is refused.
package enum TLSFile {
  private static let mostBytes = 1 << 20

  /// The bytes of a file of certificates, which need not be secret.
  package static func certificates(_ path: String) throws(TLSFileError) -> [UInt8] {
    let bytes = try read(path)
    guard contains("-----BEGIN CERTIFICATE-----", bytes) else {
      throw TLSFileError(path: path, reason: "holds no certificate in PEM form")
    }
    return bytes
  }

  /// The bytes of a private key, which its owner alone may read.
  package static func privateKey(_ path: String) throws(TLSFileError) -> [UInt8] {
    let bytes = try read(path)
    try checkPrivate(path)
    guard contains("PRIVATE KEY-----", bytes) else {
      throw TLSFileError(path: path, reason: "holds no private key in PEM form")
    }
    return bytes
  }

  /// Throws when group or others may read the file. In the folder of systemd's credentials the
  /// group's place shows the mask of an access control list (acl(5)) and is not looked at.
  package static func checkPrivate(_ path: String) throws(TLSFileError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure(path) }
    let credentials = getenv("CREDENTIALS_DIRECTORY").map { String(cString: $0) + "/" }
    let isCredential = credentials.map { path.hasPrefix($0) } ?? false
    guard status.st_mode & (isCredential ? 0o007 : 0o077) == 0 else {
      throw TLSFileError(
        path: path, reason: "is a secret that others may read; make it mode 600")
    }
  }

  private static func read(_ path: String) throws(TLSFileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { throw failure(path) }
      guard count > 0 else { return bytes }
      bytes += buffer.prefix(count)
      guard bytes.count <= mostBytes else {
        throw TLSFileError(path: path, reason: "is longer than \(mostBytes) bytes")
      }
    }
  }

  private static func contains(_ mark: String, _ bytes: [UInt8]) -> Bool {
    String(decoding: bytes, as: UTF8.self).contains(mark)
  }

  private static func failure(_ path: String) -> TLSFileError {
    TLSFileError(path: path, reason: String(cString: strerror(errno)))
  }
}

import Evidence
import Glibc

/// The files that hold secrets: 32 bytes each, as 64 hexadecimal digits.
struct SecretFiles {
  /// The folder in which missing ones are made.
  let directory: String
  /// The folder of systemd's credentials, which come first and are only read.
  let credentials: String?

  /// Permissions that no key of ours may have: any for the group or for others.
  private static let foreign: mode_t = 0o077
  /// The same for a credential: systemd lets the service read it through an access control list,
  /// whose mask stands in the place of the group's permissions (acl(5)).
  private static let foreignCredential: mode_t = 0o007

  /// The secret in the file `name`, made where it is missing.
  /// - Throws: `FileError`, `Malformed`.
  func seed(_ name: String) throws -> [UInt8] {
    if let seed = try existing(name) {
      return seed
    }
    let seed = randomBytes(32)
    try Files.write(Hex.encode(seed) + "\n", to: "\(directory)/\(name)")
    return seed
  }

  /// The secret in the file `name`; nil where it is missing.
  /// - Throws: `FileError`, `Malformed`.
  func existing(_ name: String) throws -> [UInt8]? {
    if let credentials, Files.exists("\(credentials)/\(name)") {
      return try read("\(credentials)/\(name)", refusing: Self.foreignCredential)
    }
    let path = "\(directory)/\(name)"
    return Files.exists(path) ? try read(path, refusing: Self.foreign) : nil
  }

  private func read(_ path: String, refusing foreign: mode_t) throws -> [UInt8] {
    let mode = try Files.mode(path)
    guard mode & foreign == 0 else {
      let text = String(mode, radix: 8)
      throw FileError(
        "read", path: path,
        reason: "is a secret that others may read (mode \(text)); make it mode 600")
    }
    let seed = try Hex.decode(try Files.line(path) ?? "")
    guard seed.count == 32 else {
      throw FileError("read", path: path, reason: "must hold 64 hexadecimal digits")
    }
    return seed
  }
}

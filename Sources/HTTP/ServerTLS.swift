/// What a server needs to speak TLS 1.2 or later (GnuTLS, through libmicrohttpd).
package struct ServerTLS: Sendable {
  /// Which versions and ciphers are spoken, in GnuTLS's words (gnutls_priority_init(3)).
  static let priorities = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

  let certificates: [UInt8]
  let privateKey: [UInt8]
  let clientAuthorities: [UInt8]?

  /// Reads the files; they are read once, so a renewed certificate counts after a restart.
  /// - Parameters:
  ///   - certificateFile: the server's certificate, then those that lead to its authority, as PEM.
  ///   - keyFile: the key of the first certificate, which its owner alone may read.
  ///   - clientAuthorityFile: authorities of client certificates. Clients are asked for one and need
  ///     none; `Request.isClientCertified` tells who showed one. Empty asks nobody.
  /// - Returns: nil when no certificate is named.
  /// - Throws: `TLSFileError`.
  package init?(
    certificateFile: String, keyFile: String, clientAuthorityFile: String = ""
  ) throws(TLSFileError) {
    guard !certificateFile.isEmpty else { return nil }
    certificates = try TLSFile.certificates(certificateFile)
    privateKey = try TLSFile.privateKey(keyFile)
    clientAuthorities =
      clientAuthorityFile.isEmpty ? nil : try TLSFile.certificates(clientAuthorityFile)
  }
}

/// The same as C strings that stay in their places while libmicrohttpd may look at them.
// Sendable by hand: written once in `init`, only read afterwards.
final class TLSMemory: @unchecked Sendable {
  let certificates: UnsafeMutableBufferPointer<UInt8>
  let privateKey: UnsafeMutableBufferPointer<UInt8>
  let clientAuthorities: UnsafeMutableBufferPointer<UInt8>?
  let priorities: UnsafeMutableBufferPointer<UInt8>

  init(_ tls: ServerTLS) {
    certificates = Self.cString(tls.certificates)
    privateKey = Self.cString(tls.privateKey)
    clientAuthorities = tls.clientAuthorities.map(Self.cString)
    priorities = Self.cString(Array(ServerTLS.priorities.utf8))
  }

  deinit {
    for buffer in [certificates, privateKey, clientAuthorities, priorities] {
      buffer?.update(repeating: 0)
      buffer?.deallocate()
    }
  }

  private static func cString(_ bytes: [UInt8]) -> UnsafeMutableBufferPointer<UInt8> {
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count + 1)
    _ = buffer.initialize(from: bytes + [0])
    return buffer
  }
}

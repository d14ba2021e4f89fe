import CCurl
import Glibc

/// By what time a server's certificates are judged. Chain, name and authority are judged always.
package enum CertificateTime: Equatable, Sendable {
  /// By this time, seconds since 1970.
  case at(seconds: Int64)
  /// By none, because the machine does not know the time.
  case unknown

  /// Whether libcurl lets us say so: only that of OpenSSL does. Another judges by the system's clock.
  package static var isJudgedHere: Bool { OpenSSL.loaded != nil }
}

extension CertificateTime {
  /// Called by libcurl with OpenSSL's `SSL_CTX` before a connection's handshake; the last argument is
  /// the `Box` of the transfer's time.
  static let onContext: curl_context_function = { _, context, time in
    guard let openSSL = OpenSSL.loaded, let context, let time,
      let parameters = openSSL.parameters(context)
    else { return CURLE_SSL_CONNECT_ERROR }
    switch Unmanaged<Box>.fromOpaque(time).takeUnretainedValue().time {
    case .at(let seconds): openSSL.setTime(parameters, time_t(seconds))
    case .unknown:
      guard openSSL.setFlags(parameters, OpenSSL.noCheckTime) == 1 else {
        return CURLE_SSL_CONNECT_ERROR
      }
    }
    return CURLE_OK
  }

  /// A time that a C callback can be handed.
  final class Box {
    let time: CertificateTime

    init(_ time: CertificateTime) {
      self.time = time
    }
  }
}

/// The functions of OpenSSL that are needed (SSL_CTX_get0_param(3), X509_VERIFY_PARAM_set_flags(3)), as
/// libcurl has loaded them: so no second copy is linked, and a libcurl of another library is found out.
private struct OpenSSL: Sendable {
  /// `X509_V_FLAG_NO_CHECK_TIME` of x509_vfy.h.
  static let noCheckTime: UInt = 0x20_0000

  /// Nil where libcurl speaks TLS by another library.
  static let loaded = OpenSSL()

  let parameters: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer?
  let setTime: @convention(c) (UnsafeMutableRawPointer, time_t) -> Void
  let setFlags: @convention(c) (UnsafeMutableRawPointer, UInt) -> Int32

  private init?() {
    guard let version = curl_tls_library(),
      String(cString: version).hasPrefix("OpenSSL/"),
      let parameters = dlsym(nil, "SSL_CTX_get0_param"),
      let setTime = dlsym(nil, "X509_VERIFY_PARAM_set_time"),
      let setFlags = dlsym(nil, "X509_VERIFY_PARAM_set_flags")
    else { return nil }
    self.parameters = unsafeBitCast(parameters, to: type(of: self.parameters))
    self.setTime = unsafeBitCast(setTime, to: type(of: self.setTime))
    self.setFlags = unsafeBitCast(setFlags, to: type(of: self.setFlags))
  }
}

import CCurl

/// No answer came: the line, the name, the certificate, the time or the size.
package struct ClientError: Error, Sendable {
  /// What a caller may want to tell apart.
  package enum Reason: String, Sendable {
    case address, resolve, connect, secure, timeout, tooBig, interrupted, other
    /// The certificate is of another name or of an authority that is not trusted, or not of today.
    case untrusted
    /// The proxy did not open the way.
    case proxy
  }

  package let operation: String
  package let reason: Reason
  /// libcurl's own code (`CURLcode`).
  package let code: Int32
  /// One sentence for the log.
  package let message: String
  /// The answer as far as it had come when the line broke; nil when no byte of a body had.
  package let partial: ClientResponse?

  /// Names what failed; for callers that stand in for a `Client`.
  package init(
    operation: String, reason: Reason, code: Int32, message: String,
    partial: ClientResponse? = nil
  ) {
    self.partial = partial
    self.operation = operation
    self.reason = reason
    self.code = code
    self.message = message
  }
}

extension ClientError: Equatable {
  /// Whether the same failed for the same reason, however much had come by then.
  package static func == (one: ClientError, other: ClientError) -> Bool {
    (one.operation, one.reason, one.code, one.message)
      == (other.operation, other.reason, other.code, other.message)
  }
}

extension ClientError: CustomStringConvertible {
  package var description: String { message }
}

extension ClientError.Reason {
  /// The reason behind a libcurl code.
  init(_ code: CURLcode) {
    switch code {
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: self = .address
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: self = .resolve
    case CURLE_COULDNT_CONNECT: self = .connect
    case CURLE_OPERATION_TIMEDOUT: self = .timeout
    case CURLE_ABORTED_BY_CALLBACK: self = .interrupted
    case CURLE_PEER_FAILED_VERIFICATION: self = .untrusted
    case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM: self = .secure
    case CURLE_FILESIZE_EXCEEDED, CURLE_WRITE_ERROR: self = .tooBig
    default: self = .other
    }
  }
}

import CCurl

/// One libcurl easy handle; used by one thread at a time.
// Sendable by hand: `Client` lends a handle to one `send` only, and libcurl allows moving handles
// between threads.
final class ClientHandle: @unchecked Sendable {
  private let handle: UnsafeMutableRawPointer

  /// Nil if libcurl has no memory.
  init?() {
    guard let handle = curl_easy_init() else { return nil }
    self.handle = handle
  }

  deinit {
    curl_easy_cleanup(handle)
  }

  /// Performs one exchange; the handle keeps only its connections for the next.
  func send(
    _ request: ClientRequest, settings: ClientSettings, interruptions: Interruptions
  ) throws(ClientError) -> ClientResponse {
    guard let headers = HeaderList(request) else {
      throw ClientError(
        operation: "prepare", reason: .other, code: 0,
        message: "A header of the request to \(request.url) has a line break.")
    }
    let transfer = ClientTransfer(
      maxBodyBytes: settings.maxResponseBytes, interruptions: interruptions)
    curl_easy_reset(handle)
    apply(settings)
    curl_set_text(handle, CURLOPT_URL, request.url)
    curl_set_text(handle, CURLOPT_CUSTOMREQUEST, request.method)
    if request.method == "HEAD" { curl_set_long(handle, CURLOPT_NOBODY, 1) }
    curl_set_list(handle, CURLOPT_HTTPHEADER, headers.list)
    let time = settings.certificateTime.map { CertificateTime.Box($0()) }
    apply(time)
    try withExtendedLifetime(time) { () throws(ClientError) in
      try check(perform(request.body, transfer), transfer, request)
    }
    return answer(transfer)
  }

  private func answer(_ transfer: ClientTransfer) -> ClientResponse {
    let status = Status(curl_get_long(handle, CURLINFO_RESPONSE_CODE))
    return ClientResponse(status: status, headers: Headers(transfer.headers), body: transfer.body)
  }

  private func apply(_ settings: ClientSettings) {
    curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
    curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
    curl_set_long(handle, CURLOPT_FOLLOWLOCATION, 0)
    curl_set_long(
      handle, CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(settings.connectTimeoutSeconds))
    curl_set_long(handle, CURLOPT_TIMEOUT_MS, Self.milliseconds(settings.timeoutSeconds))
    curl_set_text(handle, CURLOPT_USERAGENT, settings.userAgent)
    // An empty proxy also overrides the environment's.
    curl_set_text(handle, CURLOPT_PROXY, settings.proxy ?? "")
    // What a proxy says to CONNECT is not the server's answer.
    curl_set_long(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    if let credentials = settings.proxyCredentials {
      curl_set_text(handle, CURLOPT_PROXYUSERPWD, credentials)
    }
    if let stallSeconds = settings.stallSeconds {
      curl_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, 1)
      curl_set_long(handle, CURLOPT_LOW_SPEED_TIME, max(1, stallSeconds))
    }
    applyTLS(settings)
    if let rate = settings.maxBytesPerSecond {
      curl_set_offset(handle, CURLOPT_MAX_SEND_SPEED_LARGE, curl_off_t(rate))
      curl_set_offset(handle, CURLOPT_MAX_RECV_SPEED_LARGE, curl_off_t(rate))
    }
    curl_set_short_send_queue(handle)
  }

  private func applyTLS(_ settings: ClientSettings) {
    curl_set_long(handle, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    if let certificateFile = settings.certificateFile {
      curl_set_text(handle, CURLOPT_SSLCERT, certificateFile)
      curl_set_text(handle, CURLOPT_SSLKEY, settings.keyFile)
    }
    if let caFile = settings.caFile {
      curl_set_text(handle, CURLOPT_CAINFO, caFile)
      curl_set_text(handle, CURLOPT_CAPATH, nil)
    }
  }

  private func apply(_ time: CertificateTime.Box?) {
    guard let time, CertificateTime.isJudgedHere else { return }
    curl_set_context_function(handle, CertificateTime.onContext)
    curl_set_pointer(handle, CURLOPT_SSL_CTX_DATA, Unmanaged.passUnretained(time).toOpaque())
  }

  private func perform(_ body: [UInt8]?, _ transfer: ClientTransfer) -> CURLcode {
    let context = Unmanaged.passUnretained(transfer).toOpaque()
    curl_set_data_function(handle, CURLOPT_WRITEFUNCTION, ClientTransfer.onBody)
    curl_set_pointer(handle, CURLOPT_WRITEDATA, context)
    curl_set_data_function(handle, CURLOPT_HEADERFUNCTION, ClientTransfer.onHeader)
    curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
    curl_set_progress_function(handle, ClientTransfer.onProgress)
    curl_set_pointer(handle, CURLOPT_XFERINFODATA, context)
    curl_set_long(handle, CURLOPT_NOPROGRESS, 0)
    curl_set_pointer(handle, CURLOPT_ERRORBUFFER, transfer.words)
    return withExtendedLifetime(transfer) {
      guard let body else { return curl_easy_perform(handle) }
      return body.withUnsafeBytes { bytes in
        curl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count))
        var empty: UInt8 = 0
        return withUnsafePointer(to: &empty) { empty in
          // A null pointer would mean "ask a read callback", so no bytes need an address too.
          curl_set_pointer(
            handle, CURLOPT_POSTFIELDS, bytes.baseAddress ?? UnsafeRawPointer(empty))
          return curl_easy_perform(handle)
        }
      }
    }
  }

  private func check(
    _ code: CURLcode, _ transfer: ClientTransfer, _ request: ClientRequest
  ) throws(ClientError) {
    guard code != CURLE_OK else { return }
    let proxyStatus = curl_get_long(handle, CURLINFO_HTTP_CONNECTCODE)
    var reason: ClientError.Reason = transfer.isTooBig ? .tooBig : ClientError.Reason(code)
    var words =
      transfer.isTooBig ? "the answer is too big" : String(cString: curl_easy_strerror(code))
    if reason != .interrupted, proxyStatus != 0, proxyStatus / 100 != 2 {
      (reason, words) = (.proxy, "the proxy refused the way with status \(proxyStatus)")
    } else if reason == .secure || reason == .untrusted, let exact = transfer.exactWords {
      words = exact
    }
    throw ClientError(
      operation: "send", reason: reason, code: Int32(code.rawValue),
      message: "\(request.method) \(request.url) got no answer. Reason: \(words).",
      partial: transfer.isTooBig || transfer.body.isEmpty ? nil : answer(transfer))
  }

  private static func milliseconds(_ seconds: Double) -> Int {
    max(1, Int(seconds * 1000))
  }
}

/// The request's header fields as libcurl's list, freed with this object.
private final class HeaderList {
  private(set) var list: UnsafeMutablePointer<curl_slist>?

  /// Nil if a name or value holds a line break.
  init?(_ request: ClientRequest) {
    // Fields libcurl would add by itself are named without a value to leave them out.
    var lines = ["Expect:"]
    if request.body != nil, request.headers["Content-Type"] == nil { lines.append("Content-Type:") }
    for field in request.headers.all {
      lines.append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
    }
    guard !lines.contains(where: { $0.utf8.contains { $0 == 13 || $0 == 10 || $0 == 0 } }) else {
      return nil
    }
    for line in lines {
      list = curl_slist_append(list, line)
    }
  }

  deinit {
    curl_slist_free_all(list)
  }
}

import CCurl

/// What libcurl's callbacks gather during one exchange; used by one thread.
final class ClientTransfer {
  private static let maxHeaderBytes = 64 * 1024

  private let maxBodyBytes: Int
  private let interruptions: Interruptions
  private let interruptionsAtStart: Int
  private(set) var headers: [Header] = []
  private(set) var body: [UInt8] = []
  private(set) var isTooBig = false
  private var headerBytes = 0
  /// Where libcurl writes what went wrong, in more words than its code has.
  let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

  init(maxBodyBytes: Int, interruptions: Interruptions) {
    self.maxBodyBytes = maxBodyBytes
    self.interruptions = interruptions
    interruptionsAtStart = interruptions.count
    words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    words.deallocate()
  }

  /// Those words; nil when there are none.
  var exactWords: String? {
    words.pointee == 0 ? nil : String(cString: words)
  }

  /// True once somebody wants the transfer to end.
  var isInterrupted: Bool { interruptions.count != interruptionsAtStart }

  /// Takes body bytes; fewer than given makes libcurl stop.
  func takeBody(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard body.count + bytes.count <= maxBodyBytes else {
      isTooBig = true
      return 0
    }
    body.append(contentsOf: bytes)
    return bytes.count
  }

  /// Takes one header line; a status line begins anew, because 100 Continue may come first.
  func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
    headerBytes += bytes.count
    guard headerBytes <= Self.maxHeaderBytes else {
      isTooBig = true
      return 0
    }
    let line = String(decoding: bytes, as: UTF8.self)
    if line.hasPrefix("HTTP/") {
      headers = []
    } else if let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) {
      headers.append(Header(String(line[..<colon]), Self.value(line.utf8[colon...].dropFirst())))
    }
    return bytes.count
  }

  private static func value(_ text: Substring.UTF8View) -> String {
    var text = text
    while let first = text.first, first <= 0x20 { text.removeFirst() }
    while let last = text.last, last <= 0x20 { text.removeLast() }
    return String(Substring(text))
  }

  static let onBody: curl_data_function = { data, size, count, context in
    guard let context else { return 0 }
    return Unmanaged<ClientTransfer>.fromOpaque(context).takeUnretainedValue()
      .takeBody(UnsafeRawBufferPointer(start: data, count: size * count))
  }

  static let onHeader: curl_data_function = { data, size, count, context in
    guard let context else { return 0 }
    return Unmanaged<ClientTransfer>.fromOpaque(context).takeUnretainedValue()
      .takeHeader(UnsafeRawBufferPointer(start: data, count: size * count))
  }

  static let onProgress: curl_xferinfo_callback = { context, _, _, _, _ in
    guard let context else { return 0 }
    return Unmanaged<ClientTransfer>.fromOpaque(context).takeUnretainedValue().isInterrupted ? 1 : 0
  }
}

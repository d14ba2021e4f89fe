import Glibc
public import Logging

/// One logfmt line an event on standard error: `time=… level=… event=… key=value`.
///
/// Callers put in numbers, codes and paths, never a name, a code of a card or a token.
public struct LogfmtHandler: LogHandler {
  /// Fields of every line.
  public var metadata: Logger.Metadata = [:]
  /// The least level written.
  public var logLevel: Logger.Level = .info

  /// Makes a handler; the label is left out, there is one program a line's stream.
  public init(label: String) {}

  /// One field of every line.
  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes one line with one `write`, so that lines of several threads do not mix.
  public func log(event: LogEvent) {
    let fields = metadata.merging(event.metadata ?? [:]) { _, own in own }
    var line = "time=\(LogfmtHandler.time()) level=\(event.level)"
    line += " event=\(LogfmtHandler.quoted("\(event.message)"))"
    for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
      line += " \(key)=\(LogfmtHandler.quoted("\(value)"))"
    }
    line += "\n"
    let bytes = Array(line.utf8)
    _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  }

  private static func time() -> String {
    var now = time_t(WallClock.system.seconds)
    var parts = tm()
    gmtime_r(&now, &parts)
    var buffer = [CChar](repeating: 0, count: 32)
    let count = strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func quoted(_ text: String) -> String {
    let isPlain =
      !text.isEmpty
      && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x3D && $0 != 0x7F }
    guard !isPlain else { return text }
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("\n", with: "\\n")
    return "\"\(escaped)\""
  }
}

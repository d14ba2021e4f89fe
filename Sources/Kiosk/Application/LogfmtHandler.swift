import Glibc
public import Logging

/// Writes each log message as one logfmt line on standard error, where the journal adds the time.
public struct LogfmtHandler: LogHandler {
  /// Fields of every line.
  public var metadata: Logger.Metadata = [:]
  /// The least level that is written.
  public var logLevel: Logger.Level

  /// A handler that leaves out what is below `level`.
  public init(level: Logger.Level) {
    logLevel = level
  }

  /// One field of every line.
  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes one line, in one system call.
  public func log(event: LogEvent) {
    var text = "level=\(event.level.rawValue) \(event.message)"
    let fields = metadata.merging(event.metadata ?? [:]) { $1 }
    for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
      text += " \(key)=\(value)"
    }
    let bytes = Array((text.filter { !$0.isNewline } + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}

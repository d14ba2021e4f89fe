import Evidence
import Glibc

/// The folder `inbox` of the data directory: commands leave files there for the running kiosk, which
/// alone writes to the database; it answers beside each within seconds.
struct Inbox {
  private static let filledSuffix = ".in"
  private static let answeredSuffix = ".out"
  /// An answer that nobody fetched is removed after so long.
  private static let keptSeconds = 3_600
  private static let pauseMicroseconds: useconds_t = 100_000

  private let folder: String

  /// - Parameter data: the data directory.
  init(data: String) {
    folder = "\(data)/inbox"
  }

  // MARK: The command

  /// Leaves a file and waits for the answer.
  /// - Returns: nil when none came in time; the file stays and is taken later.
  /// - Throws: `FileError`.
  func ask(_ bytes: [UInt8], withinSeconds seconds: Int) throws(FileError) -> IntakeAnswer? {
    try Files.makeDirectory(folder, mode: 0o700)
    let name = "\(folder)/\(getpid())-\(Hex.encode(randomBytes(8)))"
    try Files.write(bytes, to: name + Self.filledSuffix)
    let answer = name + Self.answeredSuffix
    for _ in 0..<(seconds * 10) {
      if Files.exists(answer) {
        defer { Files.remove(answer) }
        return IntakeAnswer(json: try Files.read(answer, mostBytes: 65_536))
      }
      usleep(Self.pauseMicroseconds)
    }
    return nil
  }

  // MARK: The running kiosk

  /// Takes every file that lies there, and answers; what cannot be answered is tried again.
  /// - Returns: how many were taken.
  func takeAll(_ take: (String) -> IntakeAnswer) throws -> Int {
    let names = Files.names(in: folder).filter { $0.hasSuffix(Self.filledSuffix) }.sorted()
    for name in names {
      let path = "\(folder)/\(name)"
      let answer = take(path)
      try Files.write(
        try answer.json(), to: path.dropLast(Self.filledSuffix.count) + Self.answeredSuffix)
      Files.remove(path)
    }
    return names.count
  }

  /// Removes answers that nobody fetched.
  func clean(nowSeconds: Int) {
    for name in Files.names(in: folder) where name.hasSuffix(Self.answeredSuffix) {
      var status = stat()
      let path = "\(folder)/\(name)"
      if stat(path, &status) == 0, status.st_mtim.tv_sec < nowSeconds - Self.keptSeconds {
        Files.remove(path)
      }
    }
  }
}

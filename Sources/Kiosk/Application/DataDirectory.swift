import Glibc

/// The folder of one kiosk's data, opened: the boot counted, the clock judged, the keys at hand.
package struct DataDirectory: Sendable {
  /// The folder's path.
  package let path: String
  /// The keys in it.
  package let keys: Keys
  /// What judges the machine's clock.
  package let timekeeper: Timekeeper

  /// The machine's clock as it is judged.
  package var clock: Clock { Clock { [timekeeper] in timekeeper.reading() } }

  /// Opens the folder at `path`, creating it and the keys where they are missing.
  /// - Parameter kernel: the clocks that are judged, other ones in tests.
  /// - Throws: `FileError`, `Malformed`.
  package init(
    _ path: String, settings: ClockSettings, kernel: KernelClock = .machine
  ) throws {
    self.path = path
    // What is written here, SQLite's files too, concerns persons: for the service and its group only.
    umask(0o027)
    try Files.makeDirectory(path, mode: 0o750)
    timekeeper = try Timekeeper(
      directory: path, kernel: kernel, hasBattery: settings.hasBattery)
    keys = try Keys(data: path)
  }

  /// Opens the folder at `path` for a command that only makes sense where a kiosk has been: a mistyped path
  /// makes no folder.
  /// - Throws: `FileError`, `Malformed`.
  package init(existing path: String, settings: ClockSettings) throws {
    try Self.lookForKiosk(in: path)
    try self.init(path, settings: settings)
  }

  /// Throws when no kiosk keeps its data in the folder at `path`. What may not be looked at is told by what
  /// opens it.
  static func lookForKiosk(in path: String) throws(FileError) {
    guard access("\(path)/keys", F_OK) != 0, errno == ENOENT || errno == ENOTDIR else { return }
    throw FileError(
      "open", path: path,
      reason: "no kiosk keeps its data here; give its data directory with --data")
  }

  /// The file that shows the one-time set-up code.
  package var setUpFile: String { "\(path)/setup-code" }

  /// The folder that receives PDF files when no printer is set.
  package var printFolder: String { "\(path)/printed" }
}

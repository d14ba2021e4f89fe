import Evidence
import Glibc

/// The folder of one kiosk's data, opened: the boot counted, the clock judged, the keys at hand.
package struct DataDirectory: Sendable {
  /// The folder's path.
  package let path: String
  /// The keys in it.
  package let keys: Keys
  /// The machine's clock; its floor rises as more is learnt.
  package let clock: Clock
  let floor: ClockFloor
  private let boot: BootRecord

  /// Opens the folder at `path`, creating it and the keys where they are missing.
  /// - Throws: `FileError`, `Malformed`.
  package init(_ path: String, settings: ClockSettings) throws {
    self.path = path
    // What is written here, SQLite's files too, concerns persons: for the service and its group only.
    umask(0o027)
    try Files.makeDirectory(path, mode: 0o750)
    boot = try BootRecord.current(in: path, kernelID: BootRecord.runningKernelID)
    floor = ClockFloor(
      wallMilliseconds: boot.floorMilliseconds,
      bootMilliseconds: MachineClock.milliseconds(.bootTime))
    clock = Clock.system(boot: boot.boot, floor: floor, hasBattery: settings.hasBattery)
    keys = try Keys(data: path)
  }

  /// The file that shows the one-time set-up code.
  package var setUpFile: String { "\(path)/setup-code" }

  /// The folder that receives PDF files when no printer is set.
  package var printFolder: String { "\(path)/printed" }

  /// Raises the clock's floor to what the store can vouch for.
  func raiseFloor(eventMilliseconds: Int64?, receiptSeconds: Int64?) {
    let known = max(eventMilliseconds ?? 0, (receiptSeconds ?? 0) * 1_000)
    floor.raise(to: known, bootMilliseconds: MachineClock.milliseconds(.bootTime))
  }

  /// Writes down the time, so that a board without a battery starts no earlier next time.
  func saveFloor() throws(FileError) {
    var record = boot
    let now = floor.value(bootMilliseconds: MachineClock.milliseconds(.bootTime))
    record.floorMilliseconds = max(record.floorMilliseconds, now)
    try record.write(to: path)
  }
}

import Glibc

/// The file `boot` in the data directory: how often this kiosk has started up (counted by the
/// kernel's boot id) and the latest time it knew, for boards whose clock forgets.
struct BootRecord: Equatable {
  /// The number of this boot, from 1.
  var boot: Int64
  /// The kernel's id of this boot.
  var kernelID: String
  /// The latest wall time known when the file was written, milliseconds since 1970.
  var floorMilliseconds: Int64

  /// The record in `directory`, counted up and written again when the machine has started since.
  static func current(in directory: String, kernelID: String) throws(FileError) -> BootRecord {
    let path = "\(directory)/boot"
    let old = try Files.line(path).flatMap(BootRecord.init(text:))
    if let old, old.kernelID == kernelID {
      return old
    }
    let record = BootRecord(
      boot: (old?.boot ?? 0) + 1, kernelID: kernelID,
      floorMilliseconds: old?.floorMilliseconds ?? 0)
    try record.write(to: directory)
    return record
  }

  /// Puts the record on disk.
  func write(to directory: String) throws(FileError) {
    try Files.write("\(boot)\n\(kernelID)\n\(floorMilliseconds)\n", to: "\(directory)/boot")
  }

  /// The kernel's id of the running boot (random(4)).
  static var runningKernelID: String {
    let path = "/proc/sys/kernel/random/boot_id"
    return (try? Files.line(path)).flatMap { $0 } ?? "unknown"
  }

  /// When the running program was built, as its file says; 0 when it cannot be told.
  static var programMilliseconds: Int64 {
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 else {
      return 0
    }
    return Int64(status.st_mtim.tv_sec) * 1_000
  }
}

extension BootRecord {
  /// The record as `write(to:)` wrote it; nil when it is damaged.
  init?(text: String) {
    let lines = text.split(separator: "\n")
    guard lines.count == 3, let boot = Int64(lines[0]), let floor = Int64(lines[2]) else {
      return nil
    }
    self.init(boot: boot, kernelID: String(lines[1]), floorMilliseconds: floor)
  }
}

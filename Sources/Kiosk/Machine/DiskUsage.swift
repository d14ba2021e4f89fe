import Glibc

/// How full a disk is, as `df` counts it: what only root may use is no room.
package struct DiskUsage: Equatable, Sendable {
  /// Bytes that this service may still write.
  package let freeBytes: UInt64
  /// Bytes that are written, with ours.
  package let usedBytes: UInt64

  /// A disk so full.
  package init(freeBytes: UInt64, usedBytes: UInt64) {
    self.freeBytes = freeBytes
    self.usedBytes = usedBytes
  }

  /// The disk of the file at `path`; nil when it cannot be asked.
  init?(path: String) {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    let block = UInt64(status.f_frsize)
    let free = UInt64(status.f_bavail) * block
    let used = UInt64(status.f_blocks - min(status.f_bfree, status.f_blocks)) * block
    self.init(freeBytes: free, usedBytes: used)
  }

  /// Percent in use, rounded up: 100 is full.
  package var percent: Int {
    let all = usedBytes + freeBytes
    guard all > 0 else { return 100 }
    return Int((Double(usedBytes) / Double(all) * 100).rounded(.up))
  }
}

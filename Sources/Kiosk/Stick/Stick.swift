import Glibc

/// A stick or another removable medium that is mounted where the settings say such media are.
package struct Stick: Equatable, Sendable {
  /// Where it is mounted.
  package let path: String
  /// What people call it: the last part of the path.
  package let label: String
  /// Bytes that can still be written.
  package let freeBytes: Int64
  /// Whether it takes no writes.
  package let isReadOnly: Bool
  /// The number of the file system (stat(2)), which tells it from the empty folder below it.
  let device: dev_t

  /// The media mounted below `folders` now, by path.
  package static func mounted(
    below folders: [String], table: String = "/proc/self/mounts"
  ) -> [Stick] {
    guard let bytes = try? Files.read(table, mostBytes: 4 << 20) else { return [] }
    var sticks: [String: Stick] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count >= 4 else { continue }
      let path = unescaped(fields[1])
      guard folders.contains(where: { isBelow(path, $0) }) else { continue }
      // A later mount lies over an earlier one at the same place.
      sticks[path] = stick(path, options: fields[3].split(separator: ","))
    }
    return sticks.values.sorted { $0.path < $1.path }
  }

  private static func stick(_ path: String, options: [Substring]) -> Stick? {
    var status = statvfs()
    var root = stat()
    guard statvfs(path, &status) == 0, stat(path, &root) == 0 else { return nil }
    let isReadOnly = options.contains("ro") || status.f_flag & UInt(ST_RDONLY) != 0
    return Stick(
      path: path, label: path.split(separator: "/").last.map(String.init) ?? path,
      freeBytes: Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize)),
      isReadOnly: isReadOnly, device: root.st_dev)
  }

  /// Whether a file system of its own is mounted there, and it was not taken away just now.
  var isMounted: Bool {
    var above = stat()
    return stat("\(path)/..", &above) == 0 && above.st_dev != device
  }

  private static func isBelow(_ path: String, _ folder: String) -> Bool {
    let base = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    return path.hasPrefix("\(base)/") || path == base
  }

  /// Spaces, tabs, line feeds and backslashes stand as three octal digits (fstab(5)).
  private static func unescaped(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(3)
      if byte == UInt8(ascii: "\\"), digits.count == 3,
        let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
      {
        bytes.append(code)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

import Glibc

/// What the machine has of the network: its addresses beyond the machine itself, and its default
/// routes. Something new in it means that a cable was plugged in, a modem dialled or Wi-Fi found.
struct NetworkState: Equatable, Sendable {
  /// Each as one text.
  let parts: Set<String>

  /// The state now (getifaddrs(3), proc(5)).
  static func current() -> NetworkState {
    NetworkState(parts: addresses().union(defaultRoutes()))
  }

  /// Whether there is something now that was not there before.
  func hasMore(than old: NetworkState) -> Bool {
    !parts.subtracting(old.parts).isEmpty
  }

  private static func addresses() -> Set<String> {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else {
      return []
    }
    defer { freeifaddrs(list) }
    var found: Set<String> = []
    var next = list
    while let entry = next?.pointee {
      next = entry.ifa_next
      guard let address = entry.ifa_addr, let text = numeric(address), !isLocal(text) else {
        continue
      }
      found.insert("\(String(cString: entry.ifa_name)) \(text)")
    }
    return found
  }

  /// The numeric address; nil for families other than IPv4 and IPv6.
  private static func numeric(_ address: UnsafeMutablePointer<sockaddr>) -> String? {
    let size: Int
    switch Int32(address.pointee.sa_family) {
    case AF_INET: size = MemoryLayout<sockaddr_in>.size
    case AF_INET6: size = MemoryLayout<sockaddr_in6>.size
    default: return nil
    }
    var text = [CChar](repeating: 0, count: 64)
    guard getnameinfo(address, socklen_t(size), &text, 64, nil, 0, NI_NUMERICHOST) == 0 else {
      return nil
    }
    return text.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
  }

  /// Loopback and link-local addresses lead nowhere.
  private static func isLocal(_ address: String) -> Bool {
    ["127.", "169.254.", "fe80:"].contains { address.hasPrefix($0) } || address == "::1"
  }

  private static func defaultRoutes() -> Set<String> {
    guard let bytes = try? Files.read("/proc/net/route", mostBytes: 1 << 20) else {
      return []
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst()
    return Set(
      lines.compactMap { line in
        let fields = line.split(separator: "\t")
        guard fields.count > 2, fields[1] == "00000000" else {
          return nil
        }
        return "default \(fields[0]) \(fields[2])"
      })
  }
}

import Evidence
import Synchronization

/// Opens residents' own pages for a minute after a scan: random keys, each for one resident and good
/// once, kept in memory alone. No address and no form ever holds a resident's number.
final class OwnKeys: Sendable {
  /// How long a key that came with a scan's result is good.
  static let seconds = 60
  /// How long a key within an open page is good: somebody who reads on keeps the page alive by touches.
  static let pageSeconds = 300
  /// Far more than can be on screens at once.
  private static let most = 256
  private static let keyBytes = 16

  private struct Entry {
    let key: String
    let resident: Int64
    let untilBootMilliseconds: Int64
  }

  private let entries = Mutex<[Entry]>([])

  /// A new key for a resident's page.
  func issue(resident: Int64, seconds: Int, bootMilliseconds now: Int64) -> String {
    let key = Base64URL.encode(randomBytes(Self.keyBytes))
    entries.withLock { entries in
      entries.removeAll { $0.untilBootMilliseconds < now }
      if entries.count >= Self.most { entries.removeFirst() }
      entries.append(
        Entry(
          key: key, resident: resident, untilBootMilliseconds: now + Int64(seconds) * 1_000))
    }
    return key
  }

  /// Whose page the key opens; nil when it is unknown, used up or too old. It is good no more.
  func redeem(_ key: String, bootMilliseconds now: Int64) -> Int64? {
    entries.withLock { entries in
      guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
      let entry = entries.remove(at: index)
      return now <= entry.untilBootMilliseconds ? entry.resident : nil
    }
  }
}

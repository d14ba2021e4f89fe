import HTTP
import Synchronization

/// The first screen, rendered at most once a second for each look: it changes by itself (time,
/// sending, sessions), and every kiosk and every curious browser asks for it again and again.
final class IdleCache: Sendable {
  private struct Entry {
    let response: Response
    let tag: String
    let bornMilliseconds: Int64
    let change: Int
  }

  private let entries: Mutex<[Look: Entry]> = Mutex([:])
  private let freshMilliseconds: Int64

  /// A cache whose pages are used for `freshMilliseconds` of boot time.
  init(freshMilliseconds: Int64 = 1_000) {
    self.freshMilliseconds = freshMilliseconds
  }

  /// The page for `look`, or 304 when the browser has it already.
  /// - Parameter change: how often the screens were told that it shows something new.
  func response(
    to request: Request, look: Look, change: Int = 0, atBootMilliseconds now: Int64,
    render: () throws -> String
  ) throws -> Response {
    let entry =
      try fresh(look, change, now: now) ?? store(try render(), look: look, change, now: now)
    guard request.header("If-None-Match") == entry.tag else { return entry.response }
    return Response(
      status: .notModified, headers: ["ETag": entry.tag, "Cache-Control": "no-cache"])
  }

  private func fresh(_ look: Look, _ change: Int, now: Int64) -> Entry? {
    entries.withLock { $0[look] }.flatMap {
      let isYoung = (0..<freshMilliseconds).contains(now - $0.bornMilliseconds)
      return isYoung && $0.change == change ? $0 : nil
    }
  }

  private func store(_ html: String, look: Look, _ change: Int, now: Int64) -> Entry {
    let tag = "\"\(Self.hash(html))\""
    let response = Response.html(html).with("Cache-Control", "no-cache").with("ETag", tag)
      .with("Vary", "Cookie")
    let entry = Entry(response: response, tag: tag, bornMilliseconds: now, change: change)
    entries.withLock { $0[look] = entry }
    return entry
  }

  /// FNV-1a, 64 bits: tells one version of the page from another, nothing more.
  private static func hash(_ text: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return String(hash, radix: 16)
  }
}

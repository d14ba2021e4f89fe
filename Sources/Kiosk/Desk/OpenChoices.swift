import Centre
import Synchronization

/// Codes that a scanner of the service has read and for which every screen asks "which session?". The
/// first touch decides; whoever touches later sees what it led to. Holds digests of the codes only, for
/// as long as such a question may stand.
final class OpenChoices: Sendable {
  /// More are not kept: a newer scan has taken the screens anyway.
  private static let most = 8

  private struct Question {
    let mark: String
    let askedMilliseconds: Int64
    var answer: DeskAnswer?
  }

  private let open = Mutex<[Question]>([])
  private let lastsMilliseconds: Int64
  private let startedMilliseconds: Int64

  /// - Parameters:
  ///   - lastsSeconds: how long a question may stand.
  ///   - startedMilliseconds: when the service started, by the time since the machine's start. What it
  ///     asked before still stands on the screens, so a touch is believed until that has left them.
  init(lastsSeconds: Int, startedMilliseconds: Int64) {
    lastsMilliseconds = Int64(lastsSeconds) * 1_000
    self.startedMilliseconds = startedMilliseconds
  }

  /// The screens ask for the code of this mark.
  func ask(_ mark: String, bootMilliseconds now: Int64) {
    open.withLock { open in
      forgetOld(&open, now)
      open.removeAll { $0.mark == mark }
      if open.count == Self.most { open.removeFirst() }
      open.append(Question(mark: mark, askedMilliseconds: now))
    }
  }

  /// What the first touch led to, which is this one if nobody has touched before; nil for a code that
  /// nobody was asked about, or too long ago.
  func decide(
    _ mark: String, bootMilliseconds now: Int64, by answer: () throws -> DeskAnswer
  ) rethrows -> (answer: DeskAnswer, isFirst: Bool)? {
    try open.withLock { open in
      forgetOld(&open, now)
      inherit(&open, mark, now)
      guard let index = open.firstIndex(where: { $0.mark == mark }) else { return nil }
      if let earlier = open[index].answer { return (earlier, false) }
      let decided = try answer()
      open[index].answer = decided
      return (decided, true)
    }
  }

  /// Forgets the question that led to a visit, because it was taken back.
  func forget(visit id: Int64) {
    open.withLock { open in
      open.removeAll { question in
        guard case .answer(.welcome(let welcome))? = question.answer else { return false }
        return welcome.visitId == id
      }
    }
  }

  /// The question may be one of the service's last run.
  private func inherit(_ open: inout [Question], _ mark: String, _ now: Int64) {
    guard now - startedMilliseconds <= lastsMilliseconds, open.count < Self.most,
      !open.contains(where: { $0.mark == mark })
    else { return }
    open.append(Question(mark: mark, askedMilliseconds: startedMilliseconds))
  }

  private func forgetOld(_ open: inout [Question], _ now: Int64) {
    open.removeAll { now - $0.askedMilliseconds > lastsMilliseconds }
  }
}

import Evidence
import HTTP
import Store

/// Tells the province of a branch before anything is sent under the new name, and opens one where the
/// conversation shows that there are two histories.
struct BranchExchange {
  /// Ends the announcement with this outcome.
  private struct Stop: Error {
    let outcome: SyncOutcome
  }

  let worker: SyncWorker
  var epochs: Epochs

  init(worker: SyncWorker) {
    self.worker = worker
    epochs = Epochs(
      store: worker.store, keys: worker.keys, clock: worker.clock,
      eraseElsewhere: worker.eraseElsewhere)
  }

  /// Announces what is still to be announced, then holds the conversation; where that finds two
  /// histories, once more under a new name.
  func conversing(
    _ enrolment: Enrolment, mayBranch: Bool = true,
    _ converse: (Enrolment) throws -> SyncOutcome
  ) throws -> SyncOutcome {
    let known: Enrolment
    do {
      known = try announced(enrolment)
    } catch let stop as Stop {
      return stop.outcome
    } catch {
      return SyncOutcome(error)
    }
    let outcome = try converse(known)
    guard mayBranch, let reason = BranchReason(outcome), try epochs.open(reason) else {
      return outcome
    }
    worker.log("event=epoch reason=\(reason.rawValue) log=\(worker.store.log.hex)")
    let next = try worker.keys.enrolment() ?? known
    return try conversing(next, mayBranch: false, converse)
  }

  /// The enrolment whose tokens belong to the present log.
  private func announced(_ enrolment: Enrolment) throws -> Enrolment {
    let log = OutgoingLog(store: epochs.store, keys: epochs.keys, enrolment: enrolment)
    guard log.isPending else {
      return try settled(enrolment)
    }
    guard let previous = enrolment.log, let epoch = try epochs.store.epochs().last else {
      throw Stop(outcome: .failed("the token belongs to another log"))
    }
    let line = ProvinceLine(
      enrolment: enrolment, address: worker.settings.address(of: enrolment), log: previous,
      send: worker.send)
    let fork = try fork(line, epoch)
    guard let request = try log.announcement(fork: fork) else {
      throw Stop(outcome: .failed("there is no place to branch from"))
    }
    let response = try line.branch(request)
    guard response.status == .ok else { throw refusal(response, line, epoch) }
    guard let answer = BranchAnswer(json: response.body, province: enrolment.verifier.key),
      let next = try epochs.take(answer, log)
    else { throw Stop(outcome: .failed("the branch was not answered by the province")) }
    worker.log("event=branch fork=\(answer.next) log=\(log.log.hex)")
    return next
  }

  /// The enrolment, whose tokens belong to the present log, once that log's epoch counts as announced.
  ///
  /// The power may have failed between the tokens and this. But where the province never answered, the kiosk
  /// has been enrolled anew meanwhile: it does not know yet which numbers were given in the history that it
  /// left, so it announces a further epoch, whose answer tells.
  private func settled(_ enrolment: Enrolment) throws -> Enrolment {
    guard let last = try epochs.store.epochs().last, last.announcedMilliseconds == nil else {
      return enrolment
    }
    if last.fork == nil, try epochs.open(.restored, isResting: false) {
      return try announced(try worker.keys.enrolment() ?? enrolment)
    }
    try epochs.store.noteAnnounced(now: epochs.clock.read())
    return enrolment
  }

  /// The largest size at which both trees are the same: by halves, some 17 questions for a log of 100,000
  /// entries; mostly two, because what was confirmed is a good guess.
  private func fork(_ line: ProvinceLine, _ epoch: Epoch) throws -> Int64 {
    var (low, high): (Int64, Int64) = (0, epoch.size)
    var probe = high
    var hint: Int64? = epoch.confirmedSize
    while low < high {
      switch try compare(probe, line, epoch) {
      case .beyond(let next):
        (high, probe) = (next, next)
        continue
      case .same(true): low = probe
      case .same(false): high = probe - 1
      }
      let isHintOpen = hint.map { low < $0 && $0 <= high } ?? false
      probe = isHintOpen ? hint ?? high : low + (high - low + 1) / 2
      hint = nil
    }
    return low
  }

  private enum Comparison {
    case same(Bool)
    /// The province holds only so much.
    case beyond(next: Int64)
  }

  private func compare(_ size: Int64, _ line: ProvinceLine, _ epoch: Epoch) throws -> Comparison {
    guard size > 0 else { return .same(true) }
    let response = try line.root(at: size)
    if response.status == .ok {
      guard let root = Self.root(in: response, at: size) else {
        throw Stop(outcome: .failed("the root was not answered by the province"))
      }
      return .same(try epochs.store.compactRange(at: size)?.root == root)
    }
    let answer = TransferAnswer(response, province: line.enrolment.verifier)
    if case .gap(let next, _) = answer, next >= 0, next < size { return .beyond(next: next) }
    throw refusal(response, line, epoch)
  }

  private static func root(in response: ClientResponse, at size: Int64) -> Digest? {
    guard response.body.count <= 1_024,
      let members = (try? CanonicalValue(json: response.body))?.object,
      members["size"]?.integer == size
    else { return nil }
    return members["root"]?.text.flatMap(Digest.init(base64:))
  }

  /// What a refusal means. A province that takes no branch leaves the matter to people.
  private func refusal(
    _ response: ClientResponse, _ line: ProvinceLine, _ epoch: Epoch
  ) -> Stop {
    if [404, 405, 409].contains(response.status.code) {
      return Stop(outcome: .attention(Attention(epoch.reason)))
    }
    switch TransferAnswer(response, province: line.enrolment.verifier) {
    case .later(let seconds): return Stop(outcome: .later(seconds: seconds))
    case .unwelcome(let attention): return Stop(outcome: .attention(attention))
    case .stranger(let stranger): return Stop(outcome: .stranger(stranger))
    case .receipt, .partial, .gap, .fork, .tooLarge, .encoding, .damaged, .nothing:
      return Stop(outcome: .failed("status \(response.status.code) to a branch"))
    }
  }
}

extension ProvinceLine {
  /// Asks for the root of the province's tree of this size.
  func root(at size: Int64) throws -> ClientResponse {
    try send(request("GET", "root?size=\(size)", [:], nil))
  }

  /// Announces a branch of this log.
  func branch(_ branch: BranchRequest) throws -> ClientResponse {
    try send(request("POST", "branches", ["Content-Type": "application/json"], branch.json()))
  }
}

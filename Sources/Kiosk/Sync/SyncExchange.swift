import Evidence
import HTTP
import Store

/// One conversation with the province, from the hello to the last receipt or the first trouble.
struct SyncExchange {
  /// Ends the conversation with this outcome.
  struct Stop: Error {
    let outcome: SyncOutcome

    init(_ outcome: SyncOutcome) {
      self.outcome = outcome
    }
  }

  /// How often the same bytes are sent again, or the position is moved back, before it is a matter
  /// for people.
  static let mostRetries = 3

  let worker: SyncWorker
  let line: ProvinceLine
  let log: OutgoingLog

  /// Runs the conversation; every fault becomes an outcome. After a hello that went well the province
  /// is also asked for what it has for this kiosk, whatever became of the log, unless the line died under
  /// the entries: values that do not get through must not keep withdrawals away.
  func run(_ state: SyncState) -> SyncOutcome {
    var (isGreeted, isThrough) = (false, false)
    let outcome = attempt {
      let hello = try greet(state)
      isGreeted = true
      let limits = limits(hello)
      try transfer(hello, state, limits)
      isThrough = true
      try sendPersonal(limits)
    }
    let isLineUp: Bool
    switch outcome {
    case .notDue: isLineUp = false
    case .failed, .unproven, .stranger: isLineUp = isThrough
    case .balanced, .later, .attention, .notEnrolled: isLineUp = isGreeted
    }
    if isLineUp {
      DownstreamExchange(worker: worker, line: line).run()
    }
    return outcome
  }

  /// The most events and compressed bytes that one document may hold.
  struct Limits {
    let events: Int
    let bytes: Int
  }

  private func limits(_ hello: HelloAnswer) -> Limits {
    Limits(
      events: hello.mostEvents ?? BatchLimits.standard.maxEvents,
      bytes: min(worker.settings.batchBytes, hello.mostBytes ?? worker.settings.batchBytes))
  }

  private func transfer(_ hello: HelloAnswer, _ state: SyncState, _ limits: Limits) throws {
    if hello.next > state.confirmedSize {
      try fetchReceipt()
    }
    if hello.next < state.personalConfirmed {
      // The province has lost entries that it had, and the values beside them.
      try worker.store.rewindPersonal(to: hello.next)
    }
    try sendEntries(from: hello.next, limits)
  }

  private func attempt(_ body: () throws -> Void) -> SyncOutcome {
    do {
      try body()
      return .balanced
    } catch let stop as Stop {
      return stop.outcome
    } catch {
      // Where nobody was reached, no batch was too large.
      if let error = error as? ClientError,
        ![.interrupted, .connect, .resolve].contains(error.reason)
      {
        worker.shrinkBatch()
      }
      return SyncOutcome(error)
    }
  }

  private func greet(_ state: SyncState) throws -> HelloAnswer {
    try worker.clockExchange.look()
    let own = try worker.store.head()
    let asked = worker.clock.read()
    let facts = HelloFacts(head: own, state: state, clock: asked, condition: worker.condition())
    let response = try line.hello(facts.body)
    let answered = worker.clock.read()
    guard response.status == .ok else {
      throw try stop(TransferAnswer(response, province: line.enrolment.verifier))
    }
    guard let answer = HelloAnswer(body: response.body) else {
      throw Stop(.stranger(Stranger(response)))
    }
    try worker.clockExchange.note(
      server: answer.timeMilliseconds, asked: asked, answered: answered)
    try compare(answer, own)
    if let seconds = answer.retrySeconds {
      throw Stop(.later(seconds: seconds))
    }
    return answer
  }

  /// Whether the province's tree is a part of this kiosk's.
  private func compare(_ answer: HelloAnswer, _ own: (size: Int64, range: CompactRange)) throws {
    guard answer.next <= own.size else {
      throw try proof(of: .restored)
    }
    guard try worker.store.compactRange(at: answer.next)?.root == answer.root else {
      throw try proof(of: .fork)
    }
  }

  /// Two histories are believed only where signatures show them. Whatever a hello or a refusal says may have
  /// been changed on the way; the last receipt bears this log's own signature and the province's.
  private func proof(of suspicion: Attention) throws -> Stop {
    let answer = TransferAnswer(try line.receipt(), province: line.enrolment.verifier)
    switch answer {
    case .receipt(let receipt):
      try keep(receipt)
      return Stop(.unproven(suspicion))
    case .later, .unwelcome, .stranger: return Stop(outcome(of: answer))
    case .partial, .gap, .fork, .tooLarge, .encoding, .damaged, .nothing:
      return Stop(.unproven(suspicion))
    }
  }

  private func fetchReceipt() throws {
    let answer = TransferAnswer(try line.receipt(), province: line.enrolment.verifier)
    guard case .receipt(let receipt) = answer else {
      throw try stop(answer)
    }
    try keep(receipt)
  }

  private func sendEntries(from start: Int64, _ limits: Limits) throws {
    var position = start
    var retries = 0
    while true {
      let size = worker.nextBatch
      let next = try log.batch(
        from: position, events: min(size.events, limits.events), mostBytes: limits.bytes,
        wishedBytes: size.bytes)
      guard let (batch, bytes) = next else {
        return
      }
      let start = worker.clock.read().bootMilliseconds
      let response = try line.entries(batch, bytes)
      let took = worker.clock.read().bootMilliseconds - start
      let answer = TransferAnswer(response, province: line.enrolment.verifier)
      let after = try positionAfter(answer, batch: batch)
      if case .receipt = answer {
        worker.growBatch(events: batch.lines.count, bytes: bytes.count, milliseconds: took)
      }
      retries = after > position || answer == .tooLarge ? 0 : retries + 1
      guard retries < Self.mostRetries else {
        throw Stop(answer.isSurrendered ? .attention(.refused) : .failed("no progress"))
      }
      position = after
    }
  }

  /// Where to go on after an answer to `batch`.
  private func positionAfter(_ answer: TransferAnswer, batch: Batch) throws -> Int64 {
    switch answer {
    case .receipt(let receipt):
      try keep(receipt)
      return max(batch.start, receipt.checkpoint.size)
    case .partial(let next):
      guard batch.start..<batch.end + 1 ~= next else {
        throw Stop(.failed("status 202 with a next outside the batch"))
      }
      return next
    case .gap(let next, let root):
      guard try worker.store.compactRange(at: next)?.root == root else {
        throw try proof(of: .fork)
      }
      return next
    case .tooLarge:
      guard worker.shrinkBatch() else {
        throw Stop(.failed("the smallest batch is too large for the province"))
      }
      return batch.start
    case .damaged, .encoding:
      return batch.start
    case .nothing, .stranger:
      worker.shrinkBatch()
      throw try stop(answer)
    case .fork, .later, .unwelcome:
      throw try stop(answer)
    }
  }

  private func keep(_ receipt: Receipt) throws {
    let arrived = worker.clock.read()
    switch try log.keep(receipt) {
    case .kept: try worker.clockExchange.take(receipt, arrived: arrived)
    case .strange: throw Stop(.failed("a receipt of another log"))
    case .restored: throw Stop(.attention(.restored))
    case .fork: throw Stop(.attention(.fork))
    }
  }

  func stop(_ answer: TransferAnswer) throws -> Stop {
    answer == .fork ? try proof(of: .fork) : Stop(outcome(of: answer))
  }

  func outcome(of answer: TransferAnswer) -> SyncOutcome {
    switch answer {
    case .later(let seconds): .later(seconds: seconds)
    case .unwelcome(let attention): .attention(attention)
    case .fork: .unproven(.fork)
    case .nothing(let text): .failed(text)
    case .stranger(let stranger): .stranger(stranger)
    case .receipt, .partial, .gap, .tooLarge, .encoding, .damaged:
      .failed("an answer that does not fit the question")
    }
  }
}

extension TransferAnswer {
  /// Whether the same answer again and again means that people must look.
  fileprivate var isSurrendered: Bool {
    switch self {
    case .damaged, .encoding: true
    case .receipt, .partial, .gap, .fork, .tooLarge, .later, .unwelcome, .nothing, .stranger:
      false
    }
  }
}

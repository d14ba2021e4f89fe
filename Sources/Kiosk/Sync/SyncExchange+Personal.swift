import Evidence
import HTTP
import Store

/// The personal values of what is confirmed. A document is no heavier than the line carries, and each that
/// arrived is noted, so that a line which is often cut brings them all over in the end. Where the province
/// lacks values from further back, it is followed there.
extension SyncExchange {
  func sendPersonal(_ limits: Limits) throws {
    let state = try worker.store.syncState()
    var start = state.personalConfirmed
    var rewinds = 0
    while start < state.confirmedSize {
      let size = worker.nextBatch
      let part = try log.personalPart(
        from: start, to: min(state.confirmedSize, start + Int64(limits.events)),
        kinds: worker.settings.personalKinds, mostValues: min(size.events, limits.events),
        wishedBytes: min(size.bytes, limits.bytes))
      let asked = worker.clock.read().bootMilliseconds
      let response = try line.personal(from: start, to: part.end, part.bytes)
      let took = worker.clock.read().bootMilliseconds - asked
      guard let answer = PersonalAnswer(response) else {
        try shrink(after: TransferAnswer(response, province: line.enrolment.verifier))
        continue
      }
      worker.growBatch(events: size.events, bytes: part.bytes.count, milliseconds: took)
      // The province may say less than was noted here: it was put back to an older copy.
      start = min(answer.next, part.end)
      try worker.store.recordPersonalConfirmed(to: start)
      guard start < part.end else { continue }
      try worker.store.rewindPersonal(to: start)
      rewinds += 1
      guard rewinds < Self.mostRetries else {
        throw Stop(.failed("the province asks for the personal values from \(start) on again"))
      }
    }
  }

  /// Goes on with smaller documents where these were too large, and ends the conversation otherwise.
  private func shrink(after answer: TransferAnswer) throws {
    switch answer {
    case .tooLarge:
      guard worker.shrinkBatch() else {
        throw Stop(.failed("the smallest document of personal values is too large"))
      }
    case .nothing, .stranger:
      worker.shrinkBatch()
      throw try stop(answer)
    case .receipt, .partial, .gap, .fork, .encoding, .damaged, .later, .unwelcome:
      throw try stop(answer)
    }
  }
}

import Evidence
import HTTP

extension Collector {
  /// Reads a batch and checks everything that needs no database.
  func decode(_ bytes: [UInt8], log: LogID, range: SeqRange?) throws(Problem) -> Batch {
    let batch: Batch
    do {
      batch = try Batch(gzip: bytes, limits: limits)
    } catch {
      throw Problem(error)
    }
    guard batch.log == log else {
      throw Problem(BatchError(.log, "The batch is of log \(batch.log), not of \(log)."))
    }
    if let range, range.start != batch.start || range.end != batch.end {
      throw Problem(
        BatchError(.range, "The batch holds \(batch.start)-\(batch.end), the path says otherwise."))
    }
    return batch
  }

  /// The tree that the kiosk signed for: of this log, for this province, of the batch's end.
  func checkpoint(of batch: Batch, key: PublicKey) throws -> Checkpoint {
    let note: SignedNote
    let checkpoint: Checkpoint
    do {
      (note, checkpoint) = try batch.readCheckpoint()
    } catch {
      throw Problem(error)
    }
    let origin = logOrigin(provinceHost: keys.host, log: batch.log)
    guard checkpoint.origin.hasSuffix("/log/\(batch.log.hex)") else {
      throw Problem(BatchError(.log, "The checkpoint is of \"\(checkpoint.origin)\"."))
    }
    guard checkpoint.origin == origin else {
      throw Problem.wrongProvince(checkpoint.origin, expected: origin)
    }
    guard checkpoint.size == batch.end else {
      throw Problem(
        BatchError(.checkpoint, "The checkpoint covers \(checkpoint.size), not \(batch.end)."))
    }
    let verifier = try NoteVerifier(name: origin, kind: .ed25519, key: key)
    guard note.isSigned(by: verifier) else {
      throw Problem(
        BatchError(.signature, "The checkpoint is not signed by the key of this log."))
    }
    return checkpoint
  }
}

extension Problem {
  /// The answer to bytes that are no batch, with what the kiosk should do.
  init(_ error: BatchError) {
    let advice = "Read the range again from disk and verify your own tree."
    switch error.reason {
    case .tooBig:
      self.init(
        413, error.code, title: "The batch is too big",
        detail: "\(error.message) Send half as many events.")
    case .encoding:
      self.init(
        422, error.code, title: "The body is not one whole gzip member",
        detail: "\(error.message) Send it again.")
    case .header:
      self.init(
        422, error.code, title: "The header line of the batch is wrong",
        detail: "Line 1: \(error.message)")
    case .line(let seq):
      self.init(
        422, error.code, title: "A line of the document is wrong",
        detail: "\(error.message) \(advice)", members: ["seq": .integer(seq)])
    case .range:
      self.init(
        422, error.code, title: "Path and batch name different ranges", detail: error.message)
    case .log:
      self.init(
        422, error.code, title: "The lines belong to another log",
        detail: "\(error.message) \(advice)")
    case .checkpoint:
      self.init(
        422, error.code, title: "The checkpoint does not cover the batch", detail: error.message)
    case .root:
      self.init(
        422, error.code, title: "The events do not add up to the signed root",
        detail: "\(error.message) \(advice)")
    case .signature:
      self.init(
        422, error.code, title: "The checkpoint's signature is wrong",
        detail: "\(error.message) \(advice)")
    }
  }
}

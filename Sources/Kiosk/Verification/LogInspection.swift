package import Evidence
package import Store

/// The log of a data directory held against everything that was signed for it: the province's receipts,
/// and a checkpoint from a closing slip. Reads only, beside a running kiosk too.
package struct LogInspection: Sendable {
  /// Why nothing can be said.
  package enum Refusal: Error, Equatable {
    /// The file holds no checkpoint.
    case noCheckpoint(reason: String)
    /// The checkpoint is of a log that this kiosk never kept.
    case otherLog(origin: String)
    /// Neither this kiosk nor its province signed the checkpoint.
    case unsigned
  }

  /// What the log was held against, and what came of it.
  package struct Outcome: Equatable, Sendable {
    /// What was computed and found.
    package let report: LogReport
    /// The last receipt that could be verified.
    package let receipt: Receipt?
    /// The checkpoint that was given.
    package let checkpoint: Checkpoint?
  }

  private let data: String
  private let keys: String

  /// - Parameter data: the data directory.
  package init(data: String) {
    self.data = data
    keys = "\(data)/keys"
  }

  /// Inspects the log.
  /// - Parameter checkpoint: the text of a note, as it was read from a slip, or a proof file.
  /// - Throws: `Refusal`, `StoreError`, `FileError`, `Malformed`.
  package func run(checkpoint text: String? = nil) throws -> Outcome {
    let enrolment = try Enrolment(directory: keys)
    let note = try text.map { try Self.note(in: $0) }
    var refused: [LogFinding] = []
    var last: Receipt?
    var report = try Store.audit(inDirectory: data) { notes in
      let checked = try receipts(notes, enrolment)
      refused = checked.refused
      last = checked.good.last
      let signed = checked.good.map { Self.anchor($0.checkpoint, "receipt") }
      guard let note else { return signed }
      try check(note, notes, enrolment)
      return signed + [Self.anchor(note.checkpoint, "checkpoint")]
    }
    report.findings += refused
    return Outcome(report: report, receipt: last, checkpoint: note?.checkpoint)
  }

  /// The receipts kept, oldest first: the good ones and what is wrong with the others.
  private func receipts(
    _ notes: LogNotes, _ enrolment: Enrolment?
  ) throws -> (good: [Receipt], refused: [LogFinding]) {
    var good: [Receipt] = []
    var refused: [LogFinding] = []
    for text in notes.epochs.compactMap(\.receipt) + [notes.receipt].compactMap({ $0 }) {
      guard let enrolment else {
        refused.append(LogFinding(.receipt, at: 0, "the province's key is missing"))
        continue
      }
      guard let receipt = try? Receipt(text: text, province: enrolment.verifier),
        notes.logs.contains(where: { enrolment.origin(of: $0) == receipt.checkpoint.origin })
      else {
        let detail = "a receipt is not the province's about this log"
        refused.append(LogFinding(.receipt, at: 0, detail))
        continue
      }
      good.append(receipt)
    }
    if refused.isEmpty, let last = good.last, notes.confirmed.size > last.checkpoint.size {
      let detail = "more is marked as confirmed than the receipt covers"
      refused.append(LogFinding(.bookkeeping, at: last.checkpoint.size, detail))
    }
    return (good, refused)
  }

  private static func anchor(_ checkpoint: Checkpoint, _ name: String) -> LogAudit.Anchor {
    LogAudit.Anchor(size: checkpoint.size, root: checkpoint.root, name: name)
  }

  // MARK: A checkpoint from paper

  /// The text of a file that holds a checkpoint.
  /// - Throws: `FileError`, or `Refusal` when it is no text.
  package static func checkpointText(inFile path: String) throws -> String {
    let bytes = try Files.read(path, mostBytes: InclusionProof.byteLimit)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Refusal.noCheckpoint(reason: "The file is not a text.")
    }
    return text
  }

  /// Reads the note out of a text whose line ends people and phones may have changed.
  private static func note(
    in text: String
  ) throws(Refusal) -> (note: SignedNote, checkpoint: Checkpoint) {
    var lines = text.replacing("\r\n", with: "\n").replacing("\u{FEFF}", with: "")
    while lines.last?.isWhitespace == true { lines.removeLast() }
    lines += "\n"
    do {
      let isProof = lines.hasPrefix(InclusionProof.opening)
      let note = try SignedNote(text: isProof ? try InclusionProof(text: lines).note : lines)
      return (note, try Checkpoint(body: note.body))
    } catch {
      throw .noCheckpoint(reason: error.message)
    }
  }

  private func check(
    _ note: (note: SignedNote, checkpoint: Checkpoint), _ notes: LogNotes, _ enrolment: Enrolment?
  ) throws {
    let origin = note.checkpoint.origin
    guard notes.logs.contains(where: { origin.hasSuffix("/log/\($0.hex)") }) else {
      throw Refusal.otherLog(origin: origin)
    }
    let secrets = SecretFiles(directory: keys, credentials: Keys.credentialsDirectory)
    let own = try secrets.existing("device.key").map { seed in
      try NoteVerifier(name: origin, kind: .ed25519, key: SigningKey(seed: seed).publicKey)
    }
    let isSigned = [own, enrolment?.verifier].contains { verifier in
      verifier.map { note.note.isSigned(by: $0) } ?? false
    }
    guard isSigned else { throw Refusal.unsigned }
  }
}

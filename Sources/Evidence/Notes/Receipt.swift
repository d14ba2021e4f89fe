/// The province's signed word that it holds everything up to a checkpoint: the only thing that lets
/// the kiosk advance (sync.md, "Receipt").
package struct Receipt: Equatable, Sendable {
  /// What the province holds.
  package let checkpoint: Checkpoint
  /// When it signed, in seconds since 1970 by the province's clock.
  package let timeSeconds: Int64
  /// The note with the kiosk's line and the province's, as it travels.
  package let text: String

  /// Adds the province's cosignature to a kiosk's checkpoint note, whose own signature and root the
  /// caller has checked (`Batch.verify`).
  /// - Throws: `Malformed` for a note that holds no checkpoint or a bad name.
  package static func issue(
    over checkpointNote: String, provinceName: String, key: SigningKey, timeSeconds: Int64
  ) throws(Malformed) -> Receipt {
    let note = try SignedNote(text: checkpointNote)
    let checkpoint = try Checkpoint(body: note.body)
    let verifier = try NoteVerifier(name: provinceName, kind: .cosignature, key: key.publicKey)
    let payload = try Cosignature.payload(body: note.body, timeSeconds: timeSeconds, key: key)
    let line = NoteSignature(name: provinceName, keyId: verifier.keyId, payload: payload)
    let signed = SignedNote(body: note.body, signatures: note.signatures + [line])
    return Receipt(checkpoint: checkpoint, timeSeconds: timeSeconds, text: signed.text)
  }

  /// Reads a receipt and verifies the province's cosignature.
  /// - Throws: `Malformed` for anything that is not a valid receipt: a captive portal's page, another
  ///   province's signature, a changed digit. The caller compares origin, size and root with its own.
  package init(text: String, province: NoteVerifier) throws(Malformed) {
    let note = try SignedNote(text: text)
    guard let time = note.cosignatureTime(by: province) else {
      throw Malformed(
        operation: "receipt", code: "signature",
        message: "The note carries no valid cosignature of \(province.name).")
    }
    self.init(checkpoint: try Checkpoint(body: note.body), timeSeconds: time, text: text)
  }

  private init(checkpoint: Checkpoint, timeSeconds: Int64, text: String) {
    self.checkpoint = checkpoint
    self.timeSeconds = timeSeconds
    self.text = text
  }
}

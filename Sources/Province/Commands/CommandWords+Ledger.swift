import Centre
package import Evidence

// What the commands about the ledger say.
extension CommandWords {
  /// One log's report.
  package func line(_ report: LedgerReport) -> String {
    let values: [String: any CustomStringConvertible] = [
      "log": report.log.hex, "centre": report.centre, "size": report.size,
      "batches": report.batches,
    ]
    guard let finding = report.finding else { return self(.verifyLogWhole, values) }
    let place =
      finding.first == finding.last ? "\(finding.first)" : "\(finding.first)–\(finding.last)"
    let what = self(CommandText(flaw: finding.flaw), ["place": place])
    let detail = finding.detail.isEmpty ? "" : " [\(finding.detail)]"
    return "\(self(.verifyLogBad, values)) \(what)\(detail)"
  }

  /// What a proof that holds says.
  package func lines(_ proven: InclusionProof.Proven) -> [String] {
    let event = proven.event
    var lines = [
      self(.proofHolds, ["log": proven.log.hex]),
      self(.proofEvent, ["seq": event.seq, "kind": event.kind]),
      self(.proofTime, ["time": CommandWords.moment(event.clock.wallMilliseconds)]),
    ]
    if event.kind.hasPrefix("certificate."), let number = event.fields["n"]?.text {
      lines.append(self(.proofCertificate, ["number": number]))
    }
    let receipt = proven.receipt
    let time = CommandWords.moment(receipt.timeSeconds * 1000)
    return lines + [self(.proofReceipt, ["time": time, "size": receipt.checkpoint.size])]
  }

  private static func moment(_ milliseconds: Int64) -> String {
    Day(wallMilliseconds: milliseconds).ddMMyyyy + " "
      + TimeOfDay.text(wallMilliseconds: milliseconds)
  }
}

extension CommandText {
  /// The sentence for what an audit found.
  init(flaw: LogFinding.Flaw) {
    self =
      switch flaw {
      case .missing: .verifyLogMissing
      case .added: .verifyLogAdded
      case .reordered: .verifyLogReordered
      case .redated: .verifyLogRedated
      case .changed: .verifyLogChanged
      case .damaged: .verifyLogDamaged
      case .rewritten: .verifyLogRewritten
      case .edge: .verifyLogEdge
      case .receipt: .verifyLogReceipt
      case .personal: .verifyLogPersonal
      case .projection: .verifyLogProjection
      case .bookkeeping: .verifyLogBookkeeping
      case .batch: .verifyLogBatch
      }
  }
}

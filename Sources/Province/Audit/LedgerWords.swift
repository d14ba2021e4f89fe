import Centre
package import Evidence

/// What the commands about the ledger say to whoever runs them, in the language of the settings.
package struct LedgerWords {
  private let texts: Texts

  /// Finds the sentences.
  /// - Throws: `PageError` when there are none.
  package init(_ settings: Settings) throws {
    let assets = try settings.assets
    let language = Language(rawValue: settings.pages.language) ?? .vi
    texts = try Texts(file: "\(assets)/text/province/\(language.rawValue).json")
  }

  /// One sentence.
  package func text(_ key: TextKey, _ values: [String: String] = [:]) -> String {
    texts(key, values)
  }

  /// Why there is no proof.
  package func text(_ absence: EventProofs.Absence, seq: Int64) -> String {
    switch absence {
    case .unknownLog: texts(.proofUnknownLog)
    case .notHere(let next): texts(.proofNotHere, ["seq": "\(seq)", "next": "\(next)"])
    }
  }

  /// One log's report.
  package func line(_ report: LedgerReport) -> String {
    let values = [
      "log": report.log.hex, "centre": report.centre, "size": "\(report.size)",
      "batches": "\(report.batches)",
    ]
    guard let finding = report.finding else { return texts(.auditWhole, values) }
    let place =
      finding.first == finding.last ? "\(finding.first)" : "\(finding.first)–\(finding.last)"
    let what = texts(TextKey(flaw: finding.flaw), ["place": place])
    let detail = finding.detail.isEmpty ? "" : " [\(finding.detail)]"
    return "\(texts(.auditBad, values)) \(what)\(detail)"
  }

  /// What a proof that holds says.
  package func lines(_ proven: InclusionProof.Proven) -> [String] {
    let event = proven.event
    var lines = [
      texts(.proofHolds, ["log": proven.log.hex]),
      texts(.proofEvent, ["seq": "\(event.seq)", "kind": event.kind]),
      texts(.proofTime, ["time": LedgerWords.moment(event.clock.wallMilliseconds)]),
    ]
    if event.kind.hasPrefix("certificate."), let number = event.fields["n"]?.text {
      lines.append(texts(.proofCertificate, ["number": number]))
    }
    let receipt = proven.receipt
    let signed = [
      "time": LedgerWords.moment(receipt.timeSeconds * 1000), "size": "\(receipt.checkpoint.size)",
    ]
    return lines + [texts(.proofReceipt, signed)]
  }

  private static func moment(_ milliseconds: Int64) -> String {
    Day(wallMilliseconds: milliseconds).ddMMyyyy + " "
      + TimeOfDay.text(wallMilliseconds: milliseconds)
  }
}

extension TextKey {
  /// The sentence for what an audit found.
  init(flaw: LogFinding.Flaw) {
    self =
      switch flaw {
      case .missing: .auditMissing
      case .added: .auditAdded
      case .reordered: .auditReordered
      case .redated: .auditRedated
      case .changed: .auditChanged
      case .damaged: .auditDamaged
      case .rewritten: .auditRewritten
      case .edge: .auditEdge
      case .receipt: .auditReceipt
      case .personal: .auditPersonal
      case .projection: .auditProjection
      case .bookkeeping: .auditBookkeeping
      case .batch: .auditBatch
      }
  }
}

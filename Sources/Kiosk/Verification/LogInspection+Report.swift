import Evidence
import Store

extension LogInspection.Outcome {
  /// Whether nothing is wrong.
  package var isWhole: Bool { report.findings.isEmpty }

  /// The outcome for a person, a sentence a line.
  package func text(_ texts: Texts, _ language: Language) -> String {
    var lines = [
      CommandText.verifyLogFacts.text(
        texts, language,
        ["log": report.log.hex, "size": "\(report.size)", "root": report.root.base64])
    ]
    if let receipt { lines.append(held(receipt.checkpoint, .verifyLogReceipt, texts, language)) }
    if let checkpoint { lines.append(held(checkpoint, .verifyLogCheckpoint, texts, language)) }
    lines += report.findings.map { Self.sentence($0, texts, language) }
    let verdict: CommandText = isWhole ? .verifyLogWhole : .verifyLogBad
    return (lines + [verdict.text(texts, language)]).joined(separator: "\n")
  }

  private func held(
    _ checkpoint: Checkpoint, _ key: CommandText, _ texts: Texts, _ language: Language
  ) -> String {
    key.text(texts, language, ["size": "\(checkpoint.size)", "root": checkpoint.root.base64])
  }

  private static func sentence(
    _ finding: LogFinding, _ texts: Texts, _ language: Language
  ) -> String {
    let place =
      finding.first == finding.last ? "\(finding.first)" : "\(finding.first)–\(finding.last)"
    let sentence = CommandText(flaw: finding.flaw).text(texts, language, ["place": place])
    return finding.detail.isEmpty ? sentence : "\(sentence) [\(finding.detail)]"
  }

  /// The outcome for machines: canonical JSON.
  package func json() throws -> [UInt8] {
    var members: [String: CanonicalValue] = [
      "log": .text(report.log.hex), "size": .integer(report.size),
      "root": .text(report.root.base64), "whole": .boolean(isWhole),
      "personal": .integer(report.personalValues), "rows": .integer(report.rows),
      "findings": .list(report.findings.map(\.json)),
    ]
    members["receipt"] = receipt.map { receipt in
      .object([
        "size": .integer(receipt.checkpoint.size), "time": .integer(receipt.timeSeconds),
      ])
    }
    members["checkpoint"] = checkpoint.map { checkpoint in
      .object(["size": .integer(checkpoint.size), "root": .text(checkpoint.root.base64)])
    }
    return try CanonicalValue.object(members).canonical()
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
      case .receipt: .verifyLogBadReceipt
      case .personal: .verifyLogPersonal
      case .projection: .verifyLogProjection
      case .bookkeeping: .verifyLogBookkeeping
      case .batch: .verifyLogBatch
      }
  }
}

extension LogInspection.Refusal {
  /// Why nothing can be said, as a sentence.
  package func text(_ texts: Texts, _ language: Language) -> String {
    switch self {
    case .noCheckpoint(let reason):
      CommandText.verifyLogNoCheckpoint.text(texts, language, ["reason": reason])
    case .otherLog(let origin):
      CommandText.verifyLogOtherLog.text(texts, language, ["origin": origin])
    case .unsigned: CommandText.verifyLogUnsigned.text(texts, language)
    }
  }
}

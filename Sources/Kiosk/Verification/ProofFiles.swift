package import Evidence
import Store

/// Proofs of single events as files: made beside a running kiosk, checked anywhere.
package struct ProofFiles: Sendable {
  /// Which event is meant.
  package enum Subject: Sendable {
    /// The event at a position of the log.
    case seq(Int64)
    /// The event by which a certificate was issued.
    case certificate(String)
  }

  /// What becomes of the wish for a proof.
  package enum Making: Sendable {
    /// Here it is.
    case made(InclusionProof)
    /// The province has not signed for the event yet; so far it has for events below `size`.
    case notReceipted(seq: Int64, size: Int64)
    /// There is no such event or certificate.
    case unknown
  }

  private let data: String

  /// - Parameter data: the data directory.
  package init(data: String) {
    self.data = data
  }

  /// Makes a proof against the last receipt, or against one of an earlier log that covers the event.
  /// - Throws: `StoreError`, `FileError`, `Malformed`.
  package func make(_ subject: Subject) throws -> Making {
    let notes = try Store.logNotes(inDirectory: data)
    guard let seq = try seq(of: subject), seq >= 0, seq < notes.head.size else { return .unknown }
    let receipts = try Enrolment(directory: "\(data)/keys").map { enrolment in
      ([notes.receipt] + notes.epochs.reversed().map(\.receipt)).compactMap { text in
        text.flatMap { try? Receipt(text: $0, province: enrolment.verifier) }
      }
    }
    guard let receipt = receipts?.first(where: { $0.checkpoint.size > seq }),
      let proof = try Store.proof(
        inDirectory: data, of: seq, size: receipt.checkpoint.size, note: receipt.text)
    else {
      return .notReceipted(seq: seq, size: receipts?.map(\.checkpoint.size).max() ?? 0)
    }
    return .made(proof)
  }

  private func seq(of subject: Subject) throws -> Int64? {
    switch subject {
    case .seq(let seq): seq
    case .certificate(let number):
      try Store.issueSeq(ofCertificate: number, inDirectory: data)
    }
  }

  /// Writes a proof into a file.
  package static func write(_ proof: InclusionProof, to path: String) throws {
    try Files.write(proof.text, to: path, mode: nil)
  }

  /// Reads a proof from a file.
  /// - Throws: `FileError`, `Malformed`.
  package static func read(_ path: String) throws -> InclusionProof {
    let bytes = try Files.read(path, mostBytes: InclusionProof.byteLimit)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FileError("read", path: path, reason: "is not a text")
    }
    return try InclusionProof(text: text)
  }
}

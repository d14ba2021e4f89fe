import Evidence
import Store

extension Desk {
  /// Whether the province has signed for the event at `seq`, so that it can be proven.
  func isProvable(_ seq: Int64) throws -> Bool {
    try lastReceipt().map { $0.checkpoint.size > seq } ?? false
  }

  /// The proof of the event at `seq`; nil while the province has not signed for it.
  func proof(of seq: Int64) throws -> InclusionProof? {
    guard let receipt = try lastReceipt() else { return nil }
    return try store.proof(of: seq, size: receipt.checkpoint.size, note: receipt.text)
  }

  private func lastReceipt() throws -> Receipt? {
    guard let enrolment = try keys.enrolment(), let text = try store.syncState().receiptText else {
      return nil
    }
    return try? Receipt(text: text, province: enrolment.verifier)
  }
}

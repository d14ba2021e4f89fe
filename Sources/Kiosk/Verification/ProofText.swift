import Centre
package import Evidence

/// What a proof that holds says, in words.
package struct ProofText {
  private let proven: InclusionProof.Proven

  /// Words for what was proven.
  package init(_ proven: InclusionProof.Proven) {
    self.proven = proven
  }

  /// A sentence a line: the event, when it was by the kiosk's clock, the certificate it is about, who
  /// vouches.
  package func text(_ texts: Texts, _ language: Language) -> String {
    let event = proven.event
    let known = texts.text(named: "command.proof.kind.\(event.kind)", language)
    let other = CommandText.proofOtherKind.text(texts, language, ["kind": event.kind])
    var lines = [
      CommandText.proofHolds.text(
        texts, language,
        [
          "province": proven.receipt.checkpoint.origin.split(separator: "/").first.map(String.init)
            ?? "", "log": proven.log.hex,
        ]),
      CommandText.proofEvent.text(
        texts, language, ["seq": "\(event.seq)", "what": known ?? other]),
      CommandText.proofTime.text(
        texts, language, ["time": Self.moment(event.clock.wallMilliseconds)]),
    ]
    if event.kind.hasPrefix("certificate."), let number = event.fields["n"]?.text {
      lines.append(CommandText.proofCertificate.text(texts, language, ["number": number]))
    }
    let receipt = proven.receipt
    lines.append(
      CommandText.proofReceipt.text(
        texts, language,
        [
          "time": Self.moment(receipt.timeSeconds * 1_000), "size": "\(receipt.checkpoint.size)",
        ]))
    return lines.joined(separator: "\n")
  }

  private static func moment(_ milliseconds: Int64) -> String {
    Day(wallMilliseconds: milliseconds).ddMMyyyy + " "
      + TimeOfDay.text(wallMilliseconds: milliseconds)
  }
}

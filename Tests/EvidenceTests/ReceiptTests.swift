import Foundation
import Testing

@testable import Evidence

@Suite struct ReceiptTests {
  private let kiosk = SigningKey()
  private let province = SigningKey()
  private let origin = "hoc.example/log/00112233445566778899aabbccddeeff"

  private func issue() throws -> Receipt {
    let checkpoint = Checkpoint(origin: origin, size: 4608, root: sha256([1]))
    return try Receipt.issue(
      over: checkpoint.signed(by: kiosk), provinceName: "hoc.example", key: province,
      timeSeconds: 1_795_000_000)
  }

  private func verifier(
    _ name: String = "hoc.example", _ kind: NoteSignatureKind = .cosignature, key: SigningKey? = nil
  ) throws -> NoteVerifier {
    try NoteVerifier(name: name, kind: kind, key: (key ?? province).publicKey)
  }

  @Test func `a receipt is read back with its checkpoint and time`() throws {
    let issued = try issue()

    let receipt = try Receipt(text: issued.text, province: verifier())

    #expect(receipt == issued)
    #expect(receipt.checkpoint == Checkpoint(origin: origin, size: 4608, root: sha256([1])))
    #expect(receipt.timeSeconds == 1_795_000_000)
    #expect(
      try SignedNote(text: receipt.text).isSigned(
        by: NoteVerifier(name: origin, kind: .ed25519, key: kiosk.publicKey)))
  }

  @Test func `another province, key or kind of signature confirms nothing`() throws {
    let text = try issue().text

    #expect(throws: Malformed.self) { try Receipt(text: text, province: verifier("hoc.other")) }
    #expect(throws: Malformed.self) { try Receipt(text: text, province: verifier(key: kiosk)) }
    #expect(throws: Malformed.self) {
      try Receipt(text: text, province: verifier("hoc.example", .ed25519))
    }
  }

  @Test func `a checkpoint without the province's line is no receipt`() throws {
    let note = try Checkpoint(origin: origin, size: 1, root: sha256([])).signed(by: kiosk)

    let error = #expect(throws: Malformed.self) { try Receipt(text: note, province: verifier()) }
    #expect(error?.code == "signature")
    #expect(throws: Malformed.self) {
      try Receipt(text: "<html>Sign in to the Wi-Fi</html>\n", province: verifier())
    }
  }

  @Test func `a receipt of a time after the year 9999 is none`() throws {
    let note = try Checkpoint(origin: origin, size: 1, root: sha256([])).signed(by: kiosk)

    for (seconds, isReceipt) in [(253_402_300_799, true), (253_402_300_800, false), (.max, false)] {
      let text = try Receipt.issue(
        over: note, provinceName: "hoc.example", key: province, timeSeconds: Int64(seconds)
      ).text
      #expect(((try? Receipt(text: text, province: verifier())) != nil) == isReceipt)
    }
  }

  @Test func `no bit of what the province signed can be changed`() throws {
    let receipt = try issue()
    let verifier = try verifier()
    let bytes = utf8(receipt.text)
    let start = receipt.checkpoint.body.utf8.count
    let line = try #require(receipt.text.range(of: "\u{2014} hoc.example "))
    let signed = receipt.text.utf8.distance(
      from: receipt.text.utf8.startIndex, to: line.lowerBound)

    for index in Array(0..<start) + Array(signed..<bytes.count) {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << bit
        guard let text = String(validating: changed, as: UTF8.self) else { continue }
        #expect(throws: Malformed.self, "\(index).\(bit)") {
          try Receipt(text: text, province: verifier)
        }
      }
    }
  }

  @Test(arguments: [
    "o\n1\n", "o\n1\nAAAA\n", "o\n01\n%\n", "o\n-1\n%\n", "o\n+1\n%\n", "o\n1\n%",
    "o\n1\n%\nextra\n",
    "\n1\n%\n", "o o\n1\n%\n", "o\n\n%\n", "o\n9223372036854775808\n%\n",
  ])
  func `a checkpoint is exactly three lines`(_ template: String) throws {
    let root = sha256([]).base64
    let body = template.split(separator: "%", omittingEmptySubsequences: false)
      .joined(separator: root)

    #expect(throws: Malformed.self) { try Checkpoint(body: body) }
    #expect(try Checkpoint(body: "o\n1\n\(root)\n").body == "o\n1\n\(root)\n")
  }
}

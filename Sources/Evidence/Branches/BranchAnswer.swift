/// What the province says to a branch: where it stands with the new log, and what was known there that a
/// restored kiosk may have forgotten. The same request gets the same answer.
///
/// `{"log","next","root","token","pullToken","numbers":{"14464-1/2026":35},"erased":["L000123"],"receipt",
/// "signature"}`, signed by the province: it erases persons and uses up numbers, and may come over a line
/// or on a stick that others can write to.
package struct BranchAnswer: Equatable, Sendable {
  /// The longest document that is read, bytes.
  package static let byteLimit = 1 << 20
  private static let context = "learning-kiosk/branch-answer/v1\n"

  /// The new log's name.
  package let log: LogID
  /// Events [0, next) are the parent's and need not be sent.
  package let next: Int64
  /// The root of the tree over them.
  package let root: Digest
  /// What the kiosk shows to the province from now on.
  package let token: String
  /// What the province shows to the kiosk from now on.
  package let pullToken: String
  /// By register, as `14464-1/2026`, the highest certificate number that was ever given.
  package let numbers: [String: Int64]
  /// Pseudonyms of people in the common part whose personal values were erased.
  package let erased: [String]
  /// The receipt over the common part; nil when there is none.
  package let receipt: String?

  /// An answer of known parts.
  package init(
    log: LogID, next: Int64, root: Digest, token: String, pullToken: String,
    numbers: [String: Int64], erased: [String], receipt: String?
  ) {
    self.log = log
    self.next = next
    self.root = root
    self.token = token
    self.pullToken = pullToken
    self.numbers = numbers
    self.erased = erased
    self.receipt = receipt
  }

  /// The log that a document answers for, by its form alone: nothing of it is proven.
  /// - Returns: nil for any other document.
  package static func log(of json: [UInt8]) -> LogID? {
    guard json.count <= byteLimit, let members = (try? CanonicalValue(json: json))?.object,
      members["pullToken"]?.text != nil, members["next"]?.integer != nil
    else { return nil }
    return members["log"]?.text.flatMap { try? LogID(hex: $0) }
  }

  /// Reads an answer; nil when it is not one of the province with this key.
  package init?(json: [UInt8], province: PublicKey) {
    guard json.count <= Self.byteLimit,
      let members = (try? CanonicalValue(json: json))?.object,
      MemberSignature.isValid(in: members, by: province, context: Self.context),
      let log = members["log"]?.text.flatMap({ try? LogID(hex: $0) }),
      let next = members["next"]?.integer, next >= 0,
      let root = members["root"]?.text.flatMap(Digest.init(base64:)),
      let token = members["token"]?.text, !token.isEmpty,
      let pullToken = members["pullToken"]?.text, !pullToken.isEmpty,
      let numbers = members["numbers"]?.object, let erased = members["erased"]?.list
    else { return nil }
    let (counts, names) = (numbers.compactMapValues(\.integer), erased.compactMap(\.text))
    guard counts.count == numbers.count, names.count == erased.count else { return nil }
    self.init(
      log: log, next: next, root: root, token: token, pullToken: pullToken, numbers: counts,
      erased: names, receipt: members["receipt"]?.text)
  }

  /// The document as it travels, signed by the province's key.
  package func json(signedBy province: SigningKey) throws(Malformed) -> [UInt8] {
    var members: [String: CanonicalValue] = [
      "log": .text(log.hex), "next": .integer(next), "root": .text(root.base64),
      "token": .text(token), "pullToken": .text(pullToken),
      "numbers": .object(numbers.mapValues { .integer($0) }),
      "erased": .list(erased.map { .text($0) }),
    ]
    members["receipt"] = receipt.map { .text($0) }
    return try CanonicalValue.object(
      try MemberSignature.signed(members, by: province, context: Self.context)
    ).canonical()
  }
}

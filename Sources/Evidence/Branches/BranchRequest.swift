/// A kiosk's word that its log goes on under another name: the new log's tree covers all its entries,
/// of which the first `fork` are the same as in the log `previous`.
///
/// `POST /v1/logs/{previous}/branches`:
/// `{"v":1,"log","prev","fork","root","after","size","reason","made","cp","signature"}`, signed by the key
/// that signs both logs.
package struct BranchRequest: Equatable, Sendable {
  /// The longest document that is read, bytes.
  package static let byteLimit = 8_192
  private static let context = "learning-kiosk/branch/v1\n"

  /// The new log's name.
  package let log: LogID
  /// The log that it branches from.
  package let previous: LogID
  /// Events [0, fork) are those of `previous`.
  package let fork: Int64
  /// The root of the tree over them.
  package let root: Digest
  /// The leaf hash of the new log's event at `fork`; there always is one, since a new log begins with an
  /// event of its own. Where `previous` holds the same, more is common than was said.
  package let after: Digest
  /// How long `previous` was on the kiosk when it ended there.
  package let size: Int64
  /// Why it branched.
  package let reason: BranchReason
  /// When the kiosk says that it happened, seconds since 1970.
  package let madeSeconds: Int64
  /// The new log's signed checkpoint over the common part, which the province makes a receipt of; nil
  /// when nothing is common.
  package let checkpoint: String?
  /// The document as it was signed, with members of later versions.
  private let members: [String: CanonicalValue]

  /// A request of known parts, signed.
  /// - Throws: `Malformed` when the cryptographic library fails.
  package init(
    log: LogID, previous: LogID, fork: Int64, root: Digest, after: Digest, size: Int64,
    reason: BranchReason, madeSeconds: Int64, checkpoint: String?, key: SigningKey
  ) throws(Malformed) {
    var members: [String: CanonicalValue] = [
      "v": .integer(1), "log": .text(log.hex), "prev": .text(previous.hex),
      "fork": .integer(fork), "root": .text(root.base64), "after": .text(after.base64),
      "size": .integer(size), "reason": .text(reason.rawValue), "made": .integer(madeSeconds),
    ]
    members["cp"] = checkpoint.map { .text($0) }
    try self.init(
      members: try MemberSignature.signed(members, by: key, context: Self.context))
  }

  /// Reads a request; the signature is checked by `isSigned(by:)`.
  /// - Throws: `Malformed` that names the member that is wrong.
  package init(json: [UInt8]) throws(Malformed) {
    guard json.count <= Self.byteLimit, let object = try CanonicalValue(json: json).object else {
      throw Self.flaw("json", "The request is no JSON object of at most 8 KiB.")
    }
    try self.init(members: object)
  }

  private init(members: [String: CanonicalValue]) throws(Malformed) {
    guard members["v"]?.integer == 1 else {
      throw Self.flaw("v", "Only version 1 is known.")
    }
    log = try Self.log("log", members)
    previous = try Self.log("prev", members)
    fork = try Self.count("fork", members)
    size = try Self.count("size", members)
    madeSeconds = try Self.count("made", members)
    root = try Self.digest("root", members)
    after = try Self.digest("after", members)
    guard let reason = members["reason"]?.text.flatMap(BranchReason.init(rawValue:)) else {
      throw Self.flaw("reason", "reason is neither restored nor fork.")
    }
    self.reason = reason
    checkpoint = members["cp"]?.text
    guard log != previous, fork <= size, (checkpoint == nil) == (fork == 0) else {
      throw Self.flaw("fork", "log, fork, size and cp do not belong together.")
    }
    self.members = members
  }

  /// Whether `key` signed all of it.
  package func isSigned(by key: PublicKey) -> Bool {
    MemberSignature.isValid(in: members, by: key, context: Self.context)
  }

  /// The document as it travels.
  package func json() throws(Malformed) -> [UInt8] {
    try CanonicalValue.object(members).canonical()
  }

  private static func log(
    _ name: String, _ members: [String: CanonicalValue]
  ) throws(Malformed) -> LogID {
    guard let text = members[name]?.text, let log = try? LogID(hex: text) else {
      throw flaw(name, "\(name) is not 32 lower-case hex digits.")
    }
    return log
  }

  private static func digest(
    _ name: String, _ members: [String: CanonicalValue]
  ) throws(Malformed) -> Digest {
    guard let digest = members[name]?.text.flatMap(Digest.init(base64:)) else {
      throw flaw(name, "\(name) is not 32 bytes in base64.")
    }
    return digest
  }

  private static func count(
    _ name: String, _ members: [String: CanonicalValue]
  ) throws(Malformed) -> Int64 {
    guard let number = members[name]?.integer, number >= 0 else {
      throw flaw(name, "\(name) is not a whole number from 0.")
    }
    return number
  }

  private static func flaw(_ code: String, _ message: String) -> Malformed {
    Malformed(operation: "branch request", code: code, message: message)
  }
}

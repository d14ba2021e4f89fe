/// A key's signature over all the other members of a JSON object, in the member `signature`.
///
/// Each kind of document has a context of its own, so that no signature fits another kind.
enum MemberSignature {
  /// The member that carries it, in base64.
  static let member = "signature"

  /// The members with the signature over all the others.
  /// - Throws: `Malformed` when they cannot be written, or the cryptographic library fails.
  static func signed(
    _ members: [String: CanonicalValue], by key: SigningKey, context: String
  ) throws(Malformed) -> [String: CanonicalValue] {
    var signed = members
    signed[member] = .text(Base64.encode(try key.sign(try message(members, context))))
    return signed
  }

  /// Whether `key` signed the other members.
  static func isValid(
    in members: [String: CanonicalValue], by key: PublicKey, context: String
  ) -> Bool {
    guard let signature = members[member]?.text.flatMap({ try? Base64.decode($0) }),
      let message = try? message(members, context)
    else { return false }
    return key.isValid(signature: signature, for: message)
  }

  private static func message(
    _ members: [String: CanonicalValue], _ context: String
  ) throws(Malformed) -> [UInt8] {
    [UInt8](context.utf8)
      + (try CanonicalValue.object(members.filter { $0.key != member }).canonical())
  }
}

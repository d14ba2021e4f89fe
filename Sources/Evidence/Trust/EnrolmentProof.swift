/// A kiosk's proof that the key it is enrolled with is its own: public keys are known to everyone, and
/// what happens to a log happens to its key.
package enum EnrolmentProof {
  /// The member of the request that carries it, in base64.
  package static let member = "signature"
  /// Opens what is signed, so that no other signature of the key fits.
  private static let context = [UInt8]("learning-kiosk/enrolment/v1\n".utf8)

  /// The request's members with the signature over all the others.
  /// - Throws: `Malformed` when they cannot be written, or the cryptographic library fails.
  package static func signed(
    _ members: [String: CanonicalValue], by key: SigningKey
  ) throws(Malformed) -> [String: CanonicalValue] {
    var signed = members
    signed[member] = .text(Base64.encode(try key.sign(try message(members))))
    return signed
  }

  /// Whether `key` signed the other members.
  package static func isValid(in members: [String: CanonicalValue], by key: PublicKey) -> Bool {
    guard let signature = members[member]?.text.flatMap({ try? Base64.decode($0) }),
      let message = try? message(members)
    else { return false }
    return key.isValid(signature: signature, for: message)
  }

  private static func message(
    _ members: [String: CanonicalValue]
  ) throws(Malformed) -> [UInt8] {
    context + (try CanonicalValue.object(members.filter { $0.key != member }).canonical())
  }
}

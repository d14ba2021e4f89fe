/// A kiosk's proof that the key it is enrolled with is its own: public keys are known to everyone, and
/// what happens to a log happens to its key.
package enum EnrolmentProof {
  /// The member of the request that carries it, in base64.
  package static let member = MemberSignature.member
  /// Opens what is signed, so that no other signature of the key fits.
  private static let context = "learning-kiosk/enrolment/v1\n"

  /// The request's members with the signature over all the others.
  /// - Throws: `Malformed` when they cannot be written, or the cryptographic library fails.
  package static func signed(
    _ members: [String: CanonicalValue], by key: SigningKey
  ) throws(Malformed) -> [String: CanonicalValue] {
    try MemberSignature.signed(members, by: key, context: context)
  }

  /// Whether `key` signed the other members.
  package static func isValid(in members: [String: CanonicalValue], by key: PublicKey) -> Bool {
    MemberSignature.isValid(in: members, by: key, context: context)
  }
}

/// A province's root key as verifiers know it.
package struct RootKey: Equatable, Sendable {
  /// The key.
  package let key: PublicKey
  /// Whose it is, for people.
  package let name: String
  /// First Vietnamese day (since 1970-01-01) on which it certified devices.
  package let notBeforeDay: Int64
  /// Whether it only shows the product: what it vouches for is never genuine.
  package let isDemonstration: Bool
  /// The key that signs files beside it, if the root has one.
  package let mldsa65: MLDSA65PublicKey?
  /// What roots have signed for this entry: by custom itself and the root before it.
  package let endorsements: [RootEndorsement]

  /// A root of known parts.
  package init(
    key: PublicKey, name: String, notBeforeDay: Int64, isDemonstration: Bool = false,
    mldsa65: MLDSA65PublicKey? = nil, endorsements: [RootEndorsement] = []
  ) {
    self.key = key
    self.name = nfc(name)
    self.notBeforeDay = notBeforeDay
    self.isDemonstration = isDemonstration
    self.mldsa65 = mldsa65
    self.endorsements = endorsements
  }

  /// This entry with other endorsements.
  package func endorsed(_ endorsements: [RootEndorsement]) -> RootKey {
    RootKey(
      key: key, name: name, notBeforeDay: notBeforeDay, isDemonstration: isDemonstration,
      mldsa65: mldsa65, endorsements: endorsements)
  }

  /// The first second, since 1970, of `notBeforeDay` in Vietnam (UTC+7).
  var notBeforeSeconds: Int64 {
    let days = min(max(notBeforeDay, ClaimBounds.days.lowerBound), ClaimBounds.days.upperBound)
    return days * 86_400 - VietnamDay.offsetSeconds
  }

  /// The entry as the list file writes it, without endorsements: this is what they sign.
  var members: [String: CanonicalValue] {
    var members: [String: CanonicalValue] = [
      "key": .text(key.hex), "name": .text(name), "notBefore": .integer(notBeforeDay),
      "demonstration": .boolean(isDemonstration),
    ]
    if let mldsa65 { members["mldsa65"] = .text(Base64.encode(mldsa65.bytes)) }
    return members
  }
}

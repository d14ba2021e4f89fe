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

  /// A root of known parts.
  package init(key: PublicKey, name: String, notBeforeDay: Int64, isDemonstration: Bool = false) {
    self.key = key
    self.name = nfc(name)
    self.notBeforeDay = notBeforeDay
    self.isDemonstration = isDemonstration
  }

  /// The first second, since 1970, of `notBeforeDay` in Vietnam (UTC+7).
  var notBeforeSeconds: Int64 {
    let (start, isOver) = notBeforeDay.multipliedReportingOverflow(by: 86_400)
    return isOver ? .max : start - 7 * 3_600
  }
}

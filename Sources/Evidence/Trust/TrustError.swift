/// Why a bundle, a root list or a digest is not believed. The same words as the verifier page uses.
package struct TrustError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong.
  package enum Reason: String, Sendable, CaseIterable {
    /// Longer than the limit.
    case tooLong = "too-long"
    /// Not deterministic CBOR; the detail is the `CBORError` reason.
    case cbor
    /// Not the parts that it must have.
    case form
    /// Of a version that this program does not know.
    case version
    /// The root list is damaged, or may not follow the one that is known.
    case roots
    /// The status list is not well formed; the detail says what of it.
    case statusList = "status-list"
    /// The status key's certificate is not well formed, or certifies another kind of key.
    case statusCertificate = "status-certificate"
    /// A device notice is not well formed; the detail says what of it.
    case notice
    /// The notices are not those that the status list commits to.
    case notices
    /// No known root vouches for it: signed by a stranger.
    case unknownRoot = "unknown-root"
    /// The root did not sign what bears its key id.
    case rootSignature = "root-signature"
    /// Certified before the root may have done so.
    case beforeRoot = "before-root"
    /// Made outside the validity of its certificate.
    case outsideValidity = "outside-validity"
    /// The status key did not sign the list.
    case listSignature = "list-signature"
    /// A device notice is not signed by a known root.
    case noticeSignature = "notice-signature"
    /// The ML-DSA-65 part is missing or wrong.
    case companion
    /// The bulletin is not well formed; the detail says what of it.
    case bulletin
    /// The status key did not sign the bulletin.
    case bulletinSignature = "bulletin-signature"
    /// Older than the one that is held.
    case older
    /// A yearly register digest is not well formed or not signed; the detail says what of it.
    case digest
    /// A certificate request or its answer is not well formed or not signed.
    case request
    /// Only when making one: what was given contradicts itself; the detail says where.
    case contradiction
    /// Only when making one: the cryptographic library failed.
    case library
  }

  /// What is wrong.
  package let reason: Reason
  /// A finer word, e.g. the CBOR rule that was broken.
  package let detail: String

  /// One refusal.
  package init(_ reason: Reason, _ detail: String = "") {
    self.reason = reason
    self.detail = detail
  }

  /// A refusal of the COSE layer under the part it happened in. Offsets are left out: they are of no
  /// use inside a nested document.
  init(_ reason: Reason, _ error: TokenError) {
    let isAboutTheKey = error.reason == .deviceCertificate
    let words = isAboutTheKey ? [error.detail] : [error.reason.rawValue, error.detail]
    self.init(reason, words.filter { !$0.isEmpty }.joined(separator: ":"))
  }

  /// A stable word for programs: the reason and the finer word, if there is one.
  package var code: String { detail.isEmpty ? reason.rawValue : "\(reason.rawValue):\(detail)" }

  /// The refusal as one line for a log.
  package var description: String { "Not believed: \(code)" }
}

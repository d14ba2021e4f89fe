/// Why a person's values are erased (Law 91/2025/QH15): what the event says, never in free words.
package enum ErasureReason: String, CaseIterable, Sendable {
  /// The person asked for it.
  case request
  /// The person withdrew the consent.
  case consent
  /// The values were written down without a right to.
  case unlawful
  /// A backup from before the erasure was restored, so the person is erased again.
  case restored

  /// The reasons that staff may choose.
  package static let chosen: [ErasureReason] = [.request, .consent, .unlawful]
}

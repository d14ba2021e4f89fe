/// Why a kiosk goes on under a new log name (sync.md, "Identity of the device").
package enum BranchReason: String, CaseIterable, Sendable {
  /// The kiosk holds less than it once signed for: its card or its database was restored.
  case restored
  /// The province holds another history under the same name: the card was copied.
  case fork
}

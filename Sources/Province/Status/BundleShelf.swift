import Evidence
import Synchronization

/// The bundle in force as it was last read: the verifier page is filled with it for every visitor, and
/// reading a large one anew for each would take longer than all the rest.
final class BundleShelf: Sendable {
  private let bundles: Bundles
  private let held = Mutex<(tag: String, bundle: TrustBundle)?>(nil)

  init(bundles: Bundles) { self.bundles = bundles }

  /// The bundle in force; nil before the first.
  func bundle() throws -> TrustBundle? {
    guard let tag = try bundles.tag() else { return nil }
    if let held = held.withLock({ $0 }), held.tag == tag { return held.bundle }
    guard let current = try bundles.current() else { return nil }
    let bundle = try TrustBundle(bytes: current.bytes)
    held.withLock { $0 = (current.tag, bundle) }
    return bundle
  }
}

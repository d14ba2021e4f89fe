/// What a batch may measure, on both ends of the wire (sync.md, "Batch").
package struct BatchLimits: Sendable {
  /// The most events in one batch.
  package var maxEvents: Int
  /// The most bytes as sent.
  package var maxCompressedBytes: Int
  /// The most bytes after inflating: the guard against a bomb.
  package var maxInflatedBytes: Int

  /// The limits of the protocol, or narrower ones.
  package init(
    maxEvents: Int = 8192, maxCompressedBytes: Int = 1 << 20, maxInflatedBytes: Int = 8 << 20
  ) {
    self.maxEvents = maxEvents
    self.maxCompressedBytes = maxCompressedBytes
    self.maxInflatedBytes = maxInflatedBytes
  }

  /// 8,192 events, 1 MiB compressed, 8 MiB inflated.
  package static let standard = BatchLimits()
}

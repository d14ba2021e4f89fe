import Evidence
import HTTP

/// What the province says to a hello. Its numbers are brought within what the protocol allows: whoever
/// answers can neither silence the kiosk for good nor make it count with nonsense.
struct HelloAnswer: Equatable {
  private static let events = 1...Int64(BatchLimits.standard.maxEvents)
  /// A batch of one event, the longest that there is, always fits.
  private static let bytes = 16_384...Int64(BatchLimits.standard.maxCompressedBytes)
  private static let seconds: ClosedRange<Int64> = 1...86_400
  private static let standardSeconds: Int64 = 60

  /// The next event it wants.
  let next: Int64
  /// The root of its tree of size `next`.
  let root: Digest
  /// Its time, milliseconds since 1970.
  let timeMilliseconds: Int64
  /// The most events it takes in one batch; nil when it does not say.
  let mostEvents: Int?
  /// The most compressed bytes it takes in one batch; nil when it does not say.
  let mostBytes: Int?
  /// Seconds to wait before sending; nil when the kiosk is admitted.
  let retrySeconds: Int?

  /// Reads the answer's body; nil when it is not one.
  init?(body: [UInt8]) {
    guard body.count <= 65_536, let value = try? CanonicalValue(json: body),
      let next = value.object?["next"]?.integer, next >= 0,
      let root = value.object?["root"]?.text.flatMap(Digest.init(base64:)),
      let time = value.object?["time"]?.integer
    else {
      return nil
    }
    self.next = next
    self.root = root
    timeMilliseconds = time
    let limits = value.object?["limits"]?.object
    mostEvents = limits?["events"]?.integer.map { Self.events.nearest(to: $0) }
    mostBytes = limits?["bytes"]?.integer.map { Self.bytes.nearest(to: $0) }
    let isAdmitted = value.object?["admit"]?.boolean ?? true
    let retry = value.object?["retry_after"]?.integer ?? Self.standardSeconds
    retrySeconds = isAdmitted ? nil : Self.seconds.nearest(to: retry)
  }
}

extension ClosedRange<Int64> {
  fileprivate func nearest(to value: Int64) -> Int {
    Int(Swift.min(upperBound, Swift.max(lowerBound, value)))
  }
}

import Evidence
import HTTP

/// What the province says to a hello.
struct HelloAnswer: Equatable {
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
    mostEvents = limits?["events"]?.integer.map(Int.init)
    mostBytes = limits?["bytes"]?.integer.map(Int.init)
    let isAdmitted = value.object?["admit"]?.boolean ?? true
    let retry = value.object?["retry_after"]?.integer.map(Int.init)
    retrySeconds = isAdmitted ? nil : max(1, retry ?? 60)
  }
}

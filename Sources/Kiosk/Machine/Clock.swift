package import Evidence
package import HTTP

/// The time, as a value that is passed in: what reads it, in the daemon the machine's clock, in
/// tests whatever the case needs.
package struct Clock: Sendable {
  /// Reads the clock now.
  package let read: @Sendable () -> ClockReading

  /// A clock that answers with what `read` gives.
  package init(read: @escaping @Sendable () -> ClockReading) {
    self.read = read
  }

  /// The wall time now, milliseconds since 1970.
  var nowMilliseconds: Int64 { read().wallMilliseconds }

  /// The machine's clock as it stands, judged by no more than the files of a data directory say of this
  /// start of the machine, if one is named; nothing is written there.
  package static func machine(hasBattery: Bool = true, data: String? = nil) -> Clock {
    let least = max(BootRecord.programMilliseconds, ClockFloor.programMilliseconds)
    let file = data.map { ClockFile(directory: $0, kernelID: BootRecord.runningKernelID) }
    return Clock {
      let now = KernelClock.machine.read()
      let evidence = WallEvidence(
        kernel: now, hasBattery: hasBattery, least: least, floor: least, person: file?.person,
        receipt: file?.receipt)
      let judgement = evidence.judgement
      return ClockReading(
        boot: 0, bootMilliseconds: now.bootMilliseconds,
        wallMilliseconds: judgement.wallMilliseconds, quality: judgement.quality)
    }
  }
}

extension Clock {
  /// By what time the province's certificates are judged: by this clock once it is set, whatever the
  /// system's says; by none before, or a board that starts at 1970 could never ask for the time. What
  /// confirms records is signed by the province's own key besides.
  package var certificateTime: @Sendable () -> CertificateTime {
    { [read] in
      let now = read()
      return now.quality.isTrusted ? .at(seconds: now.wallMilliseconds / 1_000) : .unknown
    }
  }
}

package import Evidence

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

  /// The machine's clock as it stands, without a data directory to judge it by.
  package static func machine(hasBattery: Bool = true) -> Clock {
    system(
      boot: 0, floor: ClockFloor(wallMilliseconds: 0, bootMilliseconds: 0), hasBattery: hasBattery)
  }

  /// The machine's clock, believed as far as `floor` allows.
  static func system(boot: Int64, floor: ClockFloor, hasBattery: Bool) -> Clock {
    let machine = MachineClock(boot: boot, floor: floor, hasBattery: hasBattery)
    return Clock { machine.reading() }
  }
}

import Evidence

/// What the kernel's clocks show at one moment.
package struct KernelReading: Equatable, Sendable {
  /// Milliseconds since the machine started, sleep included (CLOCK_BOOTTIME).
  package var bootMilliseconds: Int64
  /// Milliseconds since 1970, as far as the machine knows (CLOCK_REALTIME).
  package var wallMilliseconds: Int64
  /// Whether a time server steers the clock.
  package var isSynchronized: Bool

  /// What the clocks show.
  package init(bootMilliseconds: Int64, wallMilliseconds: Int64, isSynchronized: Bool) {
    self.bootMilliseconds = bootMilliseconds
    self.wallMilliseconds = wallMilliseconds
    self.isSynchronized = isSynchronized
  }
}

/// The kernel's clocks as a value, so that tests can let them do what bad boards do.
package struct KernelClock: Sendable {
  /// The kernel's id of this start of the machine.
  package let bootID: String
  /// When the running program was built, milliseconds since 1970; it is not earlier.
  package let builtMilliseconds: Int64
  /// Reads the clocks now.
  package let read: @Sendable () -> KernelReading

  /// Clocks that answer with what `read` gives.
  package init(
    bootID: String, builtMilliseconds: Int64, read: @escaping @Sendable () -> KernelReading
  ) {
    self.bootID = bootID
    self.builtMilliseconds = builtMilliseconds
    self.read = read
  }

  /// The clocks of this machine.
  package static var machine: KernelClock {
    KernelClock(
      bootID: BootRecord.runningKernelID, builtMilliseconds: BootRecord.programMilliseconds
    ) {
      KernelReading(
        bootMilliseconds: MachineClock.milliseconds(.bootTime),
        wallMilliseconds: MachineClock.milliseconds(.realTime),
        isSynchronized: CLibrary.isClockSynchronized())
    }
  }
}

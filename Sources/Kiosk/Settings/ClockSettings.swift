/// Which clock is believed when certificates are issued.
package struct ClockSettings: Equatable, Sendable {
  /// Whether the machine has a battery clock, so that a time later than everything recorded is
  /// believed without a time server. `false` on a board without a battery.
  package var hasBattery: Bool

  init(_ reader: inout SettingsReader) throws(SettingsError) {
    hasBattery = try reader.boolean("clock.hasBattery", true)
  }
}

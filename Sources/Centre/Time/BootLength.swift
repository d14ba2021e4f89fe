/// How long one start of the machine lasted at least: the latest moment that an event of it carries.
package struct BootLength: Equatable, Sendable {
  /// Counts the starts of the machine.
  package let boot: Int64
  /// Milliseconds from the start to that moment.
  package let milliseconds: Int64

  /// A start of the machine and its last known moment.
  package init(boot: Int64, milliseconds: Int64) {
    self.boot = boot
    self.milliseconds = milliseconds
  }
}

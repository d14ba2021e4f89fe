/// The way in by which an attendance was written.
package enum CheckInSource: String, CaseIterable, Sendable {
  /// A scanner that types like a keyboard.
  case wedge
  /// The keypad on the screen.
  case keypad
  /// A serial or evdev scanner read by the service.
  case serial
  /// The camera.
  case camera
  /// Staff marking on the roll.
  case roll
  /// A paper list entered later.
  case paper
  /// The name search on the screen.
  case search
}

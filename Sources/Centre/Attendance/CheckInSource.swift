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

  /// Whether the attendance is written down by staff, perhaps after the session.
  package var isLate: Bool {
    switch self {
    case .roll, .paper: true
    case .wedge, .keypad, .serial, .camera, .search: false
    }
  }

  /// Whether something that the person holds was read: a card in the hand, not a number that anybody may
  /// know.
  package var isScan: Bool {
    switch self {
    case .wedge, .serial, .camera: true
    case .keypad, .roll, .paper, .search: false
    }
  }
}

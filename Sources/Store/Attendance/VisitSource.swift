internal import Centre

/// The small numbers that the table holds for the ways in; never renumbered.
enum VisitSource {
  static func number(_ source: CheckInSource) -> Int {
    switch source {
    case .wedge: 0
    case .keypad: 1
    case .serial: 2
    case .camera: 3
    case .roll: 4
    case .paper: 5
    case .search: 6
    }
  }

  static func source(_ number: Int) -> CheckInSource? {
    CheckInSource.allCases.first { self.number($0) == number }
  }
}

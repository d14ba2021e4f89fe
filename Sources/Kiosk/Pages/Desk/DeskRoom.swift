import Store

/// The rooms of the desk's navigation, in the order they are shown.
enum DeskRoom: CaseIterable, Sendable {
  case today, residents, courses, sessions, certificates, prints, notices, transfers, users,
    settings

  /// The page that a click on the room opens.
  var place: DeskPlace {
    switch self {
    case .today: .today
    case .residents: .residents
    case .courses: .courses
    case .sessions: .sessions
    case .certificates: .certificates
    case .prints: .prints
    case .notices: .notices
    case .transfers: .transfers
    case .users: .users
    case .settings: .settings
    }
  }

  /// The room's name.
  var name: DeskText {
    switch self {
    case .today: .navToday
    case .residents: .navResidents
    case .courses: .navCourses
    case .sessions: .navSessions
    case .certificates: .navCertificates
    case .prints: .navPrints
    case .notices: .navNotices
    case .transfers: .navTransfers
    case .users: .navUsers
    case .settings: .navSettings
    }
  }

  /// Whether a role is shown the room: accounts and settings are the director's.
  func isOpen(to role: Role) -> Bool {
    switch self {
    case .today, .residents, .courses, .sessions, .certificates, .prints, .notices, .transfers:
      true
    case .users, .settings: role == .director
    }
  }
}

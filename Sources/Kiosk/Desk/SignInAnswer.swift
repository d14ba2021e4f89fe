package import Store

/// What the desk says to a name and a password, or to the set-up code.
package enum SignInAnswer: Equatable, Sendable {
  /// A session was made: the token for the cookie, and the token every form carries.
  case signedIn(token: String, csrf: String)
  /// The name, the password or the code is wrong; it does not say which.
  case wrong
  /// Too many attempts; the next one counts in so many seconds.
  case lockedFor(seconds: Int)
  /// The new user's name or password cannot be taken.
  case invalid([FormProblem])
  /// There is a user already, so the set-up code is void.
  case alreadySetUp
}

/// Who is signed in.
package struct SignedIn: Equatable, Sendable {
  /// The user's name.
  package let user: String
  /// What the user may do.
  package let role: Role
  /// The token that every form of this session carries.
  package let csrf: String
}

extension Role {
  /// Whether the role may change records.
  package var mayWrite: Bool {
    switch self {
    case .director, .clerk: true
    case .association, .viewer: false
    }
  }
}

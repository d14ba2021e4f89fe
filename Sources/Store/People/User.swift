/// What a person at the desk may do.
package enum Role: String, CaseIterable, Sendable {
  case director
  case clerk
  case association
  case viewer
}

/// A person who may sign in at the desk.
package struct User: Equatable, Sendable {
  /// The row's number, which the log uses.
  package let id: Int64
  /// The name to sign in with.
  package let name: String
  /// What the person may do.
  package let role: Role
  /// The password's hash as its maker wrote it, with its parameters.
  package let passwordHash: String
  /// Whether the person may sign in.
  package let isActive: Bool
}

/// A signed-in browser.
package struct WebSession: Equatable, Sendable {
  /// SHA-256 of the token that the browser holds.
  package let tokenHash: [UInt8]
  /// Who is signed in.
  package let user: User
  /// What every form must carry.
  package let csrf: String
  /// When it began, wall milliseconds.
  package let createdMilliseconds: Int64
  /// When it was last used, wall milliseconds.
  package let lastSeenMilliseconds: Int64
  /// When it ends, wall milliseconds.
  package let expiresMilliseconds: Int64
}

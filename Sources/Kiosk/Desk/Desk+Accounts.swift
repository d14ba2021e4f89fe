import Centre
import Evidence
import Store

extension Desk {
  /// Changes the password of who is signed in, who must know the old one; wrong ones are counted as
  /// at sign-in. Every session under the name ends, and the answer is a new one for this browser.
  package func changeOwnPassword(
    of signedIn: SignedIn, old: String, new: String, address: String
  ) throws -> SignInAnswer {
    let key = "\(Name.folded(signedIn.user))|\(address)"
    if let seconds = try lockSeconds(key) {
      return .lockedFor(seconds: seconds)
    }
    guard let user = try store.user(name: signedIn.user), user.isActive,
      try PasswordHash(text: user.passwordHash).matches(old)
    else {
      try noteAttempt(key, isGood: false)
      return .wrong
    }
    try noteAttempt(key, isGood: true)
    let problems = passwordProblems(new)
    guard problems.isEmpty else {
      return .invalid(problems)
    }
    try keep(new, as: user)
    return try openWebSession(user)
  }

  /// Gives a user a new password and ends every session of that user.
  /// - Returns: the user's name.
  package func resetPassword(user id: Int64, new: String) throws -> FormAnswer<String> {
    guard let user = try store.user(id: id) else {
      return .notFound
    }
    let problems = passwordProblems(new)
    guard problems.isEmpty else {
      return .invalid(problems)
    }
    try keep(new, as: user)
    return .saved(user.name)
  }

  /// Lets a user sign in or no longer, and ends every session of that user.
  /// - Throws: `StoreRefusal.lastDirector` rather than leave no director who may sign in, and
  ///   `StoreRefusal.notFound(.user)`.
  package func setActive(user id: Int64, _ isActive: Bool) throws {
    try saving(isUpkeep: true) { try store.setActive(user: id, isActive) }
  }

  private func keep(_ password: String, as user: User) throws {
    let hash = try PasswordHash(of: password, cost: settings.desk.passwordCost)
    try saving(isUpkeep: true) {
      try store.changePassword(user: user.id, passwordHash: hash.text)
    }
  }
}

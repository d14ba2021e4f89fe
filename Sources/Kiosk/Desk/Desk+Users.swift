import Centre
import Evidence
package import Store
import Synchronization

extension Desk {
  /// Whether nobody can sign in yet, so that the set-up page stands in place of the sign-in page.
  package func needsSetUp() throws -> Bool {
    try store.users().isEmpty
  }

  /// Makes the one-time set-up code when there is no user.
  /// - Parameter path: the file that keeps the code for who stands at the machine (mode 0600).
  /// - Returns: the code to show; nil when somebody can sign in already.
  func prepareSetUp(file path: String) throws -> String? {
    guard try needsSetUp() else {
      Files.remove(path)
      return nil
    }
    let (code, text) = SetUpCode.make()
    try Files.write(text + "\n", to: path)
    setUpCode.withLock { $0 = code }
    setUpFile.withLock { $0 = path }
    return text
  }

  /// Makes the first user, a director, and signs in.
  /// - Parameter address: where the request comes from; attempts are counted by it.
  package func setUp(
    code: String, name: String, password: String, address: String
  ) throws -> SignInAnswer {
    guard try needsSetUp() else {
      return .alreadySetUp
    }
    let key = "set-up|\(address)"
    if let seconds = try lockSeconds(key) {
      return .lockedFor(seconds: seconds)
    }
    guard setUpCode.withLock({ $0?.matches(code) ?? false }) else {
      try noteAttempt(key, isGood: false)
      return .wrong
    }
    let problems = userProblems(name: name, password: password)
    guard problems.isEmpty else {
      return .invalid(problems)
    }
    let hash = try PasswordHash(of: password, cost: settings.desk.passwordCost)
    let user: User
    do {
      user = try saving {
        try store.createUser(
          name: Name.tidied(name), role: .director, passwordHash: hash.text, onlyFirst: true,
          now: clock.read())
      }
    } catch StoreRefusal.alreadySetUp {
      return .alreadySetUp
    }
    setUpCode.withLock { $0 = nil }
    setUpFile.withLock { path in
      path.map(Files.remove)
      path = nil
    }
    return try openWebSession(user)
  }

  /// Checks a name and a password. Attempts are counted by name and address and survive a restart.
  package func signIn(name: String, password: String, address: String) throws -> SignInAnswer {
    let key = "\(Name.folded(name))|\(address)"
    if let seconds = try lockSeconds(key) {
      return .lockedFor(seconds: seconds)
    }
    let user = try store.user(name: Name.tidied(name))
    let hash =
      user.map { PasswordHash(text: $0.passwordHash) }
      ?? PasswordHash.unknown(cost: settings.desk.passwordCost)
    guard try hash.matches(password), let user, user.isActive else {
      try noteAttempt(key, isGood: false)
      return .wrong
    }
    try noteAttempt(key, isGood: true)
    return try openWebSession(user)
  }

  /// Who a session's token belongs to; nil when it is unknown or expired.
  /// - Parameter isUse: whether a person asks, which keeps the session alive.
  package func identity(ofToken token: String, isUse: Bool = true) throws -> SignedIn? {
    guard !token.isEmpty, token.utf8.count <= 64 else {
      return nil
    }
    let session = try store.webSession(
      tokenHash: Self.hash(token), nowMilliseconds: clock.nowMilliseconds)
    guard let session else {
      return nil
    }
    if isUse { keep(session) }
    return SignedIn(user: session.user.name, role: session.user.role, csrf: session.csrf)
  }

  /// Ends a session.
  package func signOut(token: String) throws {
    try saving(isUpkeep: true) { try store.deleteWebSession(tokenHash: Self.hash(token)) }
  }

  /// Adds a user of the desk.
  package func addUser(name: String, role: Role, password: String) throws -> FormAnswer<String> {
    var problems = userProblems(name: name, password: password)
    if try store.user(name: Name.tidied(name)) != nil {
      problems.append(FormProblem(field: "name", reason: .taken))
    }
    guard problems.isEmpty else {
      return .invalid(problems)
    }
    let hash = try PasswordHash(of: password, cost: settings.desk.passwordCost)
    _ = try saving {
      try store.createUser(
        name: Name.tidied(name), role: role, passwordHash: hash.text, now: clock.read())
    }
    return .saved(Name.tidied(name))
  }

  private func userProblems(name: String, password: String) -> [FormProblem] {
    var reader = FormReader()
    _ = reader.line("name", name, most: settings.limits.nameLength, isNeeded: true)
    return reader.problems + passwordProblems(password)
  }

  /// Why a password cannot be taken.
  func passwordProblems(_ password: String) -> [FormProblem] {
    var reader = FormReader()
    if password.count < settings.desk.passwordLength {
      reader.refuse("password", .tooShort, "\(settings.desk.passwordLength)")
    }
    if password.utf8.count > 1_024 {
      reader.refuse("password", .tooLong, "1024")
    }
    return reader.problems
  }

  /// Moves the end of a session that is used: at most once in five minutes, so that reading pages
  /// does not write to the card each time, and never past the longest session. A disk that takes no
  /// writes must not keep anybody from reading.
  private func keep(_ session: WebSession) {
    let now = clock.nowMilliseconds
    guard now - session.lastSeenMilliseconds >= DeskSettings.touchSeconds * 1_000 else {
      return
    }
    let longest = session.createdMilliseconds + DeskSettings.longestSessionSeconds * 1_000
    let expires = min(longest, now + Int64(settings.desk.sessionMinutes) * 60_000)
    try? saving(isUpkeep: true) {
      try store.touchWebSession(
        tokenHash: session.tokenHash, nowMilliseconds: now, expiresMilliseconds: expires)
    }
  }

  /// Signs a user in: a token for the cookie, of which only the hash is kept.
  func openWebSession(_ user: User) throws -> SignInAnswer {
    let token = Base64URL.encode(randomBytes(32))
    let csrf = Base64URL.encode(randomBytes(32))
    let now = clock.nowMilliseconds
    try saving(isUpkeep: true) {
      try store.purgeWebSessions(nowMilliseconds: now)
      try store.createWebSession(
        tokenHash: Self.hash(token), user: user.id, csrf: csrf, nowMilliseconds: now,
        expiresMilliseconds: now + Int64(settings.desk.sessionMinutes) * 60_000)
    }
    return .signedIn(token: token, csrf: csrf)
  }

  /// The seconds for which no further attempt counts; nil when the next one does.
  func lockSeconds(_ key: String) throws -> Int? {
    try store.signInLockSeconds(key: key, nowMilliseconds: clock.nowMilliseconds)
  }

  /// Counts a wrong attempt, or forgets them after a good one.
  func noteAttempt(_ key: String, isGood: Bool) throws {
    guard !isGood else {
      return try saving(isUpkeep: true) { try store.clearFailedSignIns(key: key) }
    }
    let desk = settings.desk
    _ = try saving(isUpkeep: true) {
      try store.recordFailedSignIn(
        key: key, limit: desk.attempts, windowSeconds: desk.pauseSeconds,
        lockSeconds: desk.pauseSeconds, nowMilliseconds: clock.nowMilliseconds)
    }
  }

  private static func hash(_ token: String) -> [UInt8] {
    sha256(Array(token.utf8)).bytes
  }
}

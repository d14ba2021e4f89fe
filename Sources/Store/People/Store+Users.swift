internal import Centre
package import Evidence
internal import GRDB

extension Store {
  /// Adds a user, with the event `user.add`.
  ///
  /// With `onlyFirst` it refuses when there is one already, in the same transaction, so that the
  /// set-up code works once. Throws `StoreRefusal`.
  package func createUser(
    name: String, role: Role, passwordHash: String, onlyFirst: Bool = false, now: ClockReading
  ) throws -> User {
    try write("add a user") { transaction in
      try transaction.addUser(
        name: name, role: role, passwordHash: passwordHash, onlyFirst: onlyFirst, now: now)
    }
  }

  /// The user with this name, in any case and with or without marks.
  package func user(name: String) throws -> User? {
    try users("folded = ?", [Name.folded(name)]).first
  }

  /// The user with this number.
  package func user(id: Int64) throws -> User? {
    try users("id = ?", [id]).first
  }

  /// All users by name.
  package func users() throws -> [User] {
    try users("1", [])
  }

  /// Sets a password and signs the user out everywhere. Throws `StoreRefusal.notFound(.user)`.
  package func changePassword(user id: Int64, passwordHash: String) throws {
    try write("change a password") { transaction in
      try transaction.change(id, "passwordHash = ?", passwordHash)
    }
  }

  /// Lets a user sign in or no longer, and signs the user out everywhere.
  ///
  /// Throws `StoreRefusal.lastDirector` rather than leave no director who may sign in.
  package func setActive(user id: Int64, _ isActive: Bool) throws {
    try write("change a user") { transaction in
      if !isActive { try transaction.keepDirector(without: id) }
      try transaction.change(id, "isActive = ?", isActive)
    }
  }

  private func users(_ condition: String, _ arguments: StatementArguments) throws -> [User] {
    try read("read users") { db in
      let sql = "SELECT \(UserRow.columns) FROM user u WHERE \(condition) ORDER BY folded"
      return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
        .map { UserRow.user($0, from: 0) }
    }
  }
}

extension Transaction {
  fileprivate func change(
    _ id: Int64, _ assignment: String, _ value: some DatabaseValueConvertible
  ) throws {
    try run("UPDATE user SET \(assignment) WHERE id = ?", [value, id])
    guard db.changesCount == 1 else { throw StoreRefusal.notFound(.user) }
    try run("DELETE FROM webSession WHERE userId = ?", [id])
  }

  fileprivate func keepDirector(without id: Int64) throws {
    let directors = try rows("SELECT id FROM user WHERE role = 'director' AND isActive = 1")
    let ids: [Int64] = directors.map { $0[0] }
    guard ids != [id] else { throw StoreRefusal.lastDirector }
  }

  fileprivate func addUser(
    name: String, role: Role, passwordHash: String, onlyFirst: Bool, now: ClockReading
  ) throws -> User {
    let name = try text(name, "name", limit: settings.limits.name, isRequired: true)
    guard !passwordHash.isEmpty else { throw StoreRefusal.empty(field: "password") }
    let id: Int64 = try row("SELECT coalesce(max(id), 0) + 1 FROM user")?[0] ?? 1
    guard id == 1 || !onlyFirst else { throw StoreRefusal.alreadySetUp }
    let folded = Name.folded(name)
    guard try row("SELECT 1 FROM user WHERE folded = ?", [folded]) == nil else {
      throw StoreRefusal.taken(field: "name")
    }
    let seq = try append("user.add", ["u": .integer(id)], now: now)
    try run(
      """
      INSERT INTO user (id, name, folded, role, passwordHash, isActive, addSeq)
        VALUES (?, ?, ?, ?, ?, 1, ?)
      """, [id, name, folded, role.rawValue, passwordHash, seq])
    return User(id: id, name: name, role: role, passwordHash: passwordHash, isActive: true)
  }
}

/// How a user is selected and read.
enum UserRow {
  static let columns = "u.id, u.name, u.role, u.passwordHash, u.isActive"

  static func user(_ row: Row, from start: Int) -> User {
    let role: String = row[start + 2]
    return User(
      id: row[start], name: row[start + 1], role: Role(rawValue: role) ?? .viewer,
      passwordHash: row[start + 3], isActive: row[start + 4])
  }
}

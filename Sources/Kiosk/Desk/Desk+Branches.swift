import Evidence
package import Store

extension Desk {
  /// The times when this kiosk had to go on under a new log name and no director has taken note yet.
  package func unseenBranches() throws -> [Epoch] {
    try store.epochs().filter { !$0.isSeen }
  }

  /// A director has taken note: the alarm ends, the record stays.
  /// - Parameter user: the director's name.
  package func acknowledgeBranches(user name: String) throws {
    guard let user = try store.user(name: name) else { return }
    try saving { try store.markEpochsSeen(user: user.id, now: clock.read()) }
  }
}

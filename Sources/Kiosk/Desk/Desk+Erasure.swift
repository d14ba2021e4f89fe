package import Centre
import Evidence
import Store

/// What becomes of the wish to erase a person.
package enum EraseAnswer: Equatable, Sendable {
  /// It is done; the log goes on naming the person so.
  case erased(pseudonym: String)
  case alreadyErased, notFound
}

extension Desk {
  /// Erases what is known of a person, here and, once it travels, at the province; see
  /// `Store.eraseResident`. Files that show the person go too, as far as they are known: what was
  /// printed into the folder of the data directory, and databases that a restore kept aside. It has the
  /// last room of a full disk; what fails after the person is erased is done at the next call or start.
  package func eraseResident(
    _ id: Int64, reason: ErasureReason, by user: Int64?
  ) throws -> EraseAnswer {
    let done = try ifFound {
      try saving(isUpkeep: true) {
        try store.eraseResident(id, by: user, reason: reason, now: clock.read())
      }
    }
    guard let done else { return .notFound }
    try forgetBesideStore()
    return done.map { .erased(pseudonym: $0.pseudonym) } ?? .alreadyErased
  }

  /// Brings the database and the list beside it together: what stands in the list is erased again in a
  /// restored database, and a power cut between the two leaves nobody out.
  /// - Returns: how many were erased again.
  func agreeOnErasures() throws -> Int {
    let count = try store.eraseAgain(try erasedList.erased(), now: clock.read())
    try erasedList.add(try store.erased())
    // A copy that cannot be opened now must not keep the kiosk from opening.
    try? forgetBesideStore()
    return try count + eraseElsewhere()
  }

  /// Erases here who was erased in another history of this kiosk, as the province has told, with the files
  /// that show them.
  /// - Returns: how many were erased.
  @discardableResult
  func eraseElsewhere() throws -> Int {
    let told = try store.erasedElsewhere()
    guard !told.isEmpty else { return 0 }
    let erasures = try store.eraseElsewhere(now: clock.read())
    try erasedList.add(try store.erased())
    try forgetBesideStore()
    try store.clearErasedElsewhere(told)
    return erasures.count
  }

  /// What an erasure does outside the database, for all that is erased in it; repeating is harmless.
  func forgetBesideStore() throws {
    let erased = try store.erased()
    try erasedList.add(erased)
    try removePapers()
    try SetAside(data: store.directory, settings: store.settings).erase(erased, now: clock.read())
  }

  /// Does what is still due of an erasure: overwrites the bytes and forgets the person outside the
  /// database, too.
  /// - Returns: whether anything was due.
  func forgetIfDue() throws -> Bool {
    guard try store.overwriteIfDue() else { return false }
    try forgetBesideStore()
    return true
  }

  private var erasedList: ErasedList { ErasedList(data: store.directory) }

  private func removePapers() throws {
    let folder = try printerChoice().address
    let folders = ["\(store.directory)/printed"] + (folder.hasPrefix("/") ? [folder] : [])
    for name in try store.papersOfErased() where name.hasSuffix(".pdf") && !name.contains("/") {
      folders.forEach { Files.remove("\($0)/\(name)") }
    }
  }
}

package import Centre
import Evidence
import Store

/// What becomes of the wish to erase a person.
package enum EraseAnswer: Equatable, Sendable {
  /// It is done; so many prints were cancelled or their files removed.
  case erased(pseudonym: String)
  case alreadyErased, notFound
}

extension Desk {
  /// Erases what is known of a person, here and, once it travels, at the province; see
  /// `Store.eraseResident`. Files that show the person go too, as far as they are known: what was
  /// printed into the folder of the data directory, and drafts.
  package func eraseResident(
    _ id: Int64, reason: ErasureReason, by user: Int64?
  ) throws -> EraseAnswer {
    let done = try ifFound {
      try saving {
        try store.eraseResident(id, by: user, reason: reason, now: clock.read())
      }
    }
    switch done {
    case nil: return .notFound
    case .some(nil): return .alreadyErased
    case .some(.some(let erasure)):
      try erasedList.add(try store.erasedPersons())
      try removePapers(of: erasure.printJobs)
      return .erased(pseudonym: erasure.pseudonym)
    }
  }

  /// Brings the database and the list beside it together: who stands in the list is erased again in a
  /// restored database, and a power cut between the two leaves nobody out.
  /// - Returns: how many were erased again.
  func agreeOnErasures() throws -> Int {
    let listed = try erasedList.persons()
    let count = try store.eraseAgain(listed, now: clock.read())
    try erasedList.add(try store.erasedPersons())
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
    try erasedList.add(try store.erasedPersons())
    for erasure in erasures { try removePapers(of: erasure.printJobs) }
    try store.clearErasedElsewhere(told)
    return erasures.count
  }

  private var erasedList: ErasedList { ErasedList(data: store.directory) }

  private func removePapers(of jobs: [Int64]) throws {
    let folder = try printerChoice().address
    let folders = ["\(store.directory)/printed"] + (folder.hasPrefix("/") ? [folder] : [])
    for id in jobs {
      guard let job = try store.printJob(id: id), job.state == .done, job.printer == nil,
        job.message.hasSuffix(".pdf"), !job.message.contains("/")
      else { continue }
      folders.forEach { Files.remove("\($0)/\(job.message)") }
    }
    DraftFile.clean(draftFolder)
  }
}

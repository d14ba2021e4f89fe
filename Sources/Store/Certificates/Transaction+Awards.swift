internal import Centre
internal import Evidence
internal import GRDB

extension Transaction {
  /// Issues an award; see `Store.issueAward`.
  func issue(
    _ award: Award, to resident: Int64, print: Bool, now: ClockReading,
    prepare: (CertificateDraft) throws -> IssuedPaper
  ) throws -> IssueAnswer {
    switch try draft(award, to: resident, replaced: nil, now: now) {
    case .refused(let answer): return answer
    case .ready(let draft):
      return .issued(try issue(draft, print: print, now: now, prepare: prepare))
    }
  }

  /// The next certificate of a resident for an award, or why there is none; `replaced` is the number
  /// of the one that it is to take the place of.
  func draft(
    _ award: Award, to id: Int64, replaced: String?, now: ClockReading
  ) throws -> Draft {
    let award = try checked(award)
    guard let resident = try resident(id: owner(of: id)) else {
      throw StoreRefusal.notFound(.resident)
    }
    if resident.isErased { return .refused(.notEligible([.erased])) }
    if Name.tidied(resident.name).isEmpty { return .refused(.notEligible([.guestWithoutName])) }
    if let number = try standing(award, of: resident.id), number != replaced {
      return .refused(.notEligible([.alreadyIssued(number: number)]))
    }
    let day = Day(wallMilliseconds: now.wallMilliseconds)
    return try draft(resident, .award(award, day: day), now: now)
  }

  private func checked(_ award: Award) throws -> Award {
    var award = award
    let limits = settings.limits
    award.title = try text(award.title, "title", limit: limits.title, isRequired: true)
    award.citation = try text(award.citation, "citation", limit: limits.text, isRequired: true)
    award.basis = try award.basis.map { try text($0, "basis", limit: limits.text) }
    award.salutation = try award.salutation.map { try text($0, "salutation", limit: limits.text) }
    return award
  }

  /// The number of a valid award of a person with these words.
  private func standing(_ award: Award, of resident: Int64) throws -> String? {
    let sql =
      CertificateRow.select
      + " WHERE x.residentId = ? AND x.kind = 'award' AND x.state = 'issued' ORDER BY x.id"
    return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [resident])
      .map(CertificateRow.certificate)
      .first { $0.courseTitle == award.title && $0.sheet.citation == award.citation }?.number
  }
}

package import Centre
import Paper
import Store
import Synchronization

extension Desk {
  /// What an award's form says, if the paper has room for it.
  func read(_ form: AwardForm) throws -> (Award?, [FormProblem]) {
    var reader = FormReader()
    let title = reader.title("title", form.title, most: Award.titleLength, isNeeded: true)
    let citation = reader.line(
      "citation", form.citation, most: Award.citationLength, isNeeded: true)
    let basis = reader.line("basis", form.basis, most: Award.basisLength)
    guard reader.problems.isEmpty else { return (nil, reader.problems) }
    let award = Award(
      title: title, citation: citation, basis: basis.isEmpty ? nil : basis,
      salutation: form.salutation.isEmpty ? nil : form.salutation)
    let problems = try problems(printing: award)
    return problems.isEmpty ? (award, []) : (nil, problems)
  }

  /// Why this kiosk does not sign an award now; nil when it does.
  package func awardRefusal() throws -> IssueRefusal? {
    try issueRefusal(title: "")
  }

  /// Issues an award out of the same register as all certificates: one transaction for the number,
  /// the token, the row, the event and the print job.
  package func issueAward(_ award: Award, to resident: Int64) throws -> IssueOutcome {
    guard let holder = try store.resident(id: resident) else { return .refused(.notFound) }
    let outcome = try signing(.award(award, day: today), for: holder) { now, prepare in
      IssueOutcome(
        try store.issueAward(award, to: resident, print: true, now: now, prepare: prepare))
    }
    wakePrinting.withLock { $0 }()
    return outcome
  }

  /// Draws the paper for nobody, each text alone and then all, before a number is given away for it.
  private func problems(printing award: Award) throws -> [FormProblem] {
    let alone = [
      ("title", Award(title: award.title, citation: "")),
      ("citation", Award(title: "", citation: award.citation)),
      ("basis", Award(title: "", citation: "", basis: award.basis)),
    ]
    let problems = try alone.compactMap { try problem($0, printing: $1) }
    guard problems.isEmpty else { return problems }
    return try [problem("citation", printing: award)].compactMap { $0 }
  }

  private func problem(_ field: String, printing award: Award) throws -> FormProblem? {
    do throws(PaperError) {
      try papers.certificates.trial(award)
      return nil
    } catch {
      switch error.code {
      case .glyphMissing: return FormProblem(field: field, reason: .unreadable)
      case .textTooLong: return FormProblem(field: field, reason: .tooLongForPaper)
      case .codeTooLarge, .codeAlphabet, .fontMissing, .picture, .templateMissing, .library:
        throw error
      }
    }
  }
}

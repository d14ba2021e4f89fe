import Centre

/// The residents of a course sorted by what the rules say: may have a certificate, not yet, has one.
struct EligibleGroups {
  private(set) var eligible: [(resident: Resident, attendance: Eligibility.Attendance)] = []
  private(set) var others: [(resident: Resident, reasons: [Eligibility.Reason])] = []
  private(set) var done: [(resident: Resident, number: String)] = []

  init(_ all: [(Resident, Eligibility)]) {
    for (resident, eligibility) in all {
      switch eligibility {
      case .eligible(let attendance):
        eligible.append((resident, attendance))
      case .notEligible(let reasons):
        if let number = Self.issued(reasons) {
          done.append((resident, number))
        } else {
          others.append((resident, reasons))
        }
      }
    }
  }

  private static func issued(_ reasons: [Eligibility.Reason]) -> String? {
    for case .alreadyIssued(let number) in reasons { return number }
    return nil
  }
}

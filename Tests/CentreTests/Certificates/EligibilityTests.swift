import Centre
import Testing

@Suite struct EligibilityTests {
  private let attendance = Eligibility.Attendance(
    sessions: 4, hoursTenths: 100, firstDay: Day(daysSince1970: 1), lastDay: Day(daysSince1970: 9))

  private func facts(_ attendance: Eligibility.Attendance?) -> Eligibility.Facts {
    Eligibility.Facts(
      attendance: attendance, requiredSessions: 4, requiredHoursTenths: 100,
      hasOpenSession: false, issuedNumber: nil, name: "Đỗ Thị Hạnh")
  }

  @Test func `who attended exactly what is required is eligible`() {
    #expect(Eligibility.decide(facts(attendance)) == .eligible(attendance))
  }

  @Test func `every reason is given, not only the first`() {
    var facts = facts(nil)
    facts.hasOpenSession = true
    facts.issuedNumber = "14464-1-2026-000001"
    facts.name = " "

    #expect(
      Eligibility.decide(facts)
        == .notEligible([
          .alreadyIssued(number: "14464-1-2026-000001"), .guestWithoutName, .courseStillOpen,
          .tooFewSessions(attended: 0, required: 4),
          .tooFewHours(attendedTenths: 0, requiredTenths: 100),
        ]))
  }

  @Test func `one session or one tenth of an hour less is too little`() {
    let short = Eligibility.Attendance(
      sessions: 3, hoursTenths: 99, firstDay: attendance.firstDay, lastDay: attendance.lastDay)

    #expect(
      Eligibility.decide(facts(short))
        == .notEligible([
          .tooFewSessions(attended: 3, required: 4),
          .tooFewHours(attendedTenths: 99, requiredTenths: 100),
        ]))
  }

  @Test func `nobody is eligible without a single session, whatever a course requires`() {
    var facts = facts(nil)
    facts.requiredSessions = 0
    facts.requiredHoursTenths = 0

    #expect(
      Eligibility.decide(facts) == .notEligible([.tooFewSessions(attended: 0, required: 1)]))
  }
}

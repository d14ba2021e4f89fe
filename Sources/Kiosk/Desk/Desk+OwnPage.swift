import Centre
import Evidence
import Paper
import Store

/// What the books hold of a resident, as the resident's own page shows it.
struct OwnPage {
  let resident: Resident
  let year: Int
  /// The hours of the year, in tenths.
  let hoursTenths: Int64
  /// The visits of the year, the newest first, each with what is known of its end.
  let visits: [(visit: PastVisit, leaving: Leaving)]
  /// How far the resident is in each course that has not ended in a certificate, and in those that have.
  let standings: [CourseStanding]
  /// What the year offers as evidence for the learning citizen's indicators.
  let evidence: LearningEvidence
  /// The certificates held, the newest first.
  let certificates: [Certificate]
}

extension Desk {
  /// A key to the own page of a resident whose card was just scanned.
  func ownKey(resident: Int64, seconds: Int = OwnKeys.seconds) -> String {
    ownKeys.issue(
      resident: resident, seconds: seconds, bootMilliseconds: clock.read().bootMilliseconds)
  }

  /// Whom a key lets see the own page; the key is used up.
  func ownResident(key: String) -> Int64? {
    ownKeys.redeem(key, bootMilliseconds: clock.read().bootMilliseconds)
  }

  /// The own page of a resident; nil once the resident was erased.
  func ownPage(resident id: Int64) throws -> OwnPage? {
    let now = clock.read()
    guard let resident = try store.resident(id: id), !resident.isErased else { return nil }
    let year = Day(wallMilliseconds: now.wallMilliseconds).year
    let visits = try store.visits(resident: id, year: year)
    return OwnPage(
      resident: resident, year: year,
      hoursTenths: try store.attendance(resident: id, year: year).hoursTenths,
      visits: visits.map { ($0, $0.leaving(now: now)) },
      standings: try store.standings(resident: id),
      evidence: LearningEvidence(
        visits.map { visit in
          LearningEvidence.Attended(
            titles: [visit.session.title, visit.courseTitle].compactMap { $0 },
            hoursTenths: visit.hoursTenths, isSelfStudy: visit.session.isSelfStudy)
        }),
      certificates: try store.certificates(resident: id))
  }

  /// The code of a certificate as it stands on its paper.
  /// - Throws: `PaperError` when it cannot be made.
  static func code(of certificate: Certificate) throws(PaperError) -> QRSymbol {
    try .certificate(prefix: certificate.sheet.qrPrefix, digits: certificate.sheet.qrDigits)
  }
}

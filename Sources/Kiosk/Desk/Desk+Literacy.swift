package import Centre
import Paper
import Store

extension Desk {
  /// Those who have completed a course, in the order of Vietnamese lists.
  package func completions(
    course code: String
  ) throws -> [(resident: Resident, attendance: Eligibility.Attendance)] {
    try store.completions(course: code).map { ($0, NameOrder($0.resident.name)) }
      .sorted { ($0.1, $0.0.resident.id) < ($1.1, $1.0.resident.id) }.map(\.0)
  }

  /// The list of learners of a literacy course whom the centre proposes as literate: for the commune
  /// to decide on, so it has no number and no signature but in ink.
  /// - Returns: nil when nobody has completed the course, or there is none.
  package func literacyPDF(course code: String, level: LiteracySheet.Level) throws -> [UInt8]? {
    guard let course = try store.course(code: code) else { return nil }
    let rows = try completions(course: code).map { resident, attendance in
      LiteracyRow(
        name: resident.name, sex: resident.sex, birthYear: resident.birthYear,
        residence: resident.village.isEmpty ? nil : resident.village,
        sessionCount: attendance.sessions, completedDay: attendance.lastDay.daysSince1970)
    }
    guard !rows.isEmpty else { return nil }
    let now = clock.nowMilliseconds
    let (centre, sign) = (settings.centre, settings.sign)
    return try papers.literacy.pdf(
      LiteracySheet(
        parentBody: centre.parentBody, issuingBody: centre.issuingBody, place: centre.place,
        day: Day(wallMilliseconds: now).daysSince1970, level: level, className: course.title,
        submission: nil, signerTitles: sign.signerTitles,
        signerName: sign.signerName.isEmpty ? nil : sign.signerName,
        isDemonstration: try keys.signer(atSeconds: now / 1_000).isDemonstration, rows: rows))
  }
}

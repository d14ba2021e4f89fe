/// Everything that is drawn of a list of learners whom the centre proposes for recognition as
/// literate (danh sách học viên đề nghị công nhận đạt chuẩn biết chữ).
///
/// The centre proposes, the commune's People's Committee decides: this is a list for its decision,
/// not a certificate, and it carries no code. All strings are NFC.
package struct LiteracySheet: Equatable, Sendable {
  /// The two standards of literacy (Decree 20/2014/NĐ-CP, article 5).
  package enum Level: Int, CaseIterable, Codable, Sendable {
    /// Stage 1 of the literacy programme is completed.
    case one = 1
    /// Stage 2 of the literacy programme is completed.
    case two = 2
  }

  /// The body that the centre belongs to, in capitals.
  package var parentBody: String
  /// The body that proposes, in capitals.
  package var issuingBody: String
  /// The place in the dateline.
  package var place: String
  /// The day in the dateline.
  package var day: Int64
  /// Which standard the learners reached.
  package var level: Level
  /// The class or the course, as it is called: "Lớp xóa mù chữ xóm 3, năm học 2025-2026".
  package var className: String
  /// The submission that the list goes with: "số 05/TTr-TTHTCĐ ngày 28/3/2026"; nil leaves dots.
  package var submission: String?
  /// The signer's office, one line each.
  package var signerTitles: [String]
  /// The signer's name, when the centre wants it printed under the signature.
  package var signerName: String?
  /// Whether the list is invented, which every page then says.
  package var isDemonstration: Bool
  /// The learners in the order of the list.
  package var rows: [LiteracyRow]

  /// Makes a list from its parts; nothing is checked here.
  package init(
    parentBody: String, issuingBody: String, place: String, day: Int64, level: Level,
    className: String, submission: String?, signerTitles: [String], signerName: String?,
    isDemonstration: Bool, rows: [LiteracyRow]
  ) {
    self.parentBody = parentBody
    self.issuingBody = issuingBody
    self.place = place
    self.day = day
    self.level = level
    self.className = className
    self.submission = submission
    self.signerTitles = signerTitles
    self.signerName = signerName
    self.isDemonstration = isDemonstration
    self.rows = rows
  }
}

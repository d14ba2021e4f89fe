/// Everything that is drawn on one certificate, as it was when the certificate was issued.
///
/// It is stored as JSON beside the certificate's row, and the PDF is a pure function of it: a
/// reprint in thirty years shows the names, the offices and the code of the day of issue, whatever
/// has been renamed since. All strings are NFC. Days are days since 1970-01-01 in the Vietnamese
/// calendar (UTC+7).
package struct CertificateSheet: Codable, Equatable, Sendable {
  /// The body that the centre belongs to, in capitals: "ỦY BAN NHÂN DÂN XÃ GIA VIỄN".
  package var parentBody: String
  /// The body that issues the certificate, in capitals: "TRUNG TÂM HỌC TẬP CỘNG ĐỒNG".
  package var issuingBody: String
  /// The number as it is written on paper: "12/GCN-TTHTCĐ".
  package var displayNumber: String
  /// The full number, pure ASCII, unique in the country: "14464-1-2026-000012".
  package var number: String
  /// The place in the dateline: "Gia Viễn".
  package var place: String
  /// The day of issue.
  package var issuedDay: Int64
  /// The holder's name as the person writes it; the paper shows it in capitals.
  package var holderName: String
  /// The holder's birth year, when known. The full birth date is never printed.
  package var birthYear: Int?
  /// Where the holder lives, when known: "Xóm 3, Gia Hòa, Gia Viễn".
  package var residence: String?
  /// The title of the course.
  package var courseTitle: String
  /// How many sessions the holder attended.
  package var sessionCount: Int
  /// How many hours the holder learned, in tenths of an hour.
  package var hoursTenths: Int64
  /// The day of the first session attended.
  package var fromDay: Int64
  /// The day of the last session attended.
  package var toDay: Int64
  /// The signer's office, one line each: `["GIÁM ĐỐC"]`, or `["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]`.
  package var signerTitles: [String]
  /// The signer's name, when the centre wants it printed under the signature.
  package var signerName: String?
  /// The first segment of the QR code, as bytes: "https://<short host>/c#".
  package var qrPrefix: String
  /// The second segment of the QR code: the token as decimal digits.
  package var qrDigits: String
  /// The fingerprint of the province's root key, printed at the foot.
  package var rootFingerprint: String
  /// Whether the token is signed under a demonstration root, which the paper says in clear words.
  package var isDemonstration: Bool
  /// Which print this is: 1 is the original, 2 and above are reprints and say so.
  package var copyNumber: Int
  /// The layout that it was issued in, by name; nil on sheets from before there were several, which
  /// are course certificates.
  package var layout: String?
  /// How the holder is addressed where "ông (bà)" is wrong: "Chứng nhận gia đình", "Chứng nhận em".
  package var salutation: String?
  /// What an award is for, in a sentence: "đã có thành tích xuất sắc trong công tác khuyến học …".
  package var citation: String?
  /// What an award rests on: "Theo Quyết định số 12/QĐ-TTHTCĐ ngày 28/3/2026".
  package var basis: String?

  /// Makes a sheet from its parts; nothing is checked here.
  package init(
    parentBody: String, issuingBody: String, displayNumber: String, number: String, place: String,
    issuedDay: Int64, holderName: String, birthYear: Int?, residence: String?, courseTitle: String,
    sessionCount: Int, hoursTenths: Int64, fromDay: Int64, toDay: Int64, signerTitles: [String],
    signerName: String?, qrPrefix: String, qrDigits: String, rootFingerprint: String,
    isDemonstration: Bool, copyNumber: Int, layout: String? = nil, salutation: String? = nil,
    citation: String? = nil, basis: String? = nil
  ) {
    self.parentBody = parentBody
    self.issuingBody = issuingBody
    self.displayNumber = displayNumber
    self.number = number
    self.place = place
    self.issuedDay = issuedDay
    self.holderName = holderName
    self.birthYear = birthYear
    self.residence = residence
    self.courseTitle = courseTitle
    self.sessionCount = sessionCount
    self.hoursTenths = hoursTenths
    self.fromDay = fromDay
    self.toDay = toDay
    self.signerTitles = signerTitles
    self.signerName = signerName
    self.qrPrefix = qrPrefix
    self.qrDigits = qrDigits
    self.rootFingerprint = rootFingerprint
    self.isDemonstration = isDemonstration
    self.copyNumber = copyNumber
    self.layout = layout
    self.salutation = salutation
    self.citation = citation
    self.basis = basis
  }

  /// The sheet without anything about its holder but the pseudonym.
  package func erased(pseudonym: String) -> CertificateSheet {
    var sheet = self
    sheet.holderName = pseudonym
    sheet.birthYear = nil
    sheet.residence = nil
    sheet.citation = nil
    sheet.qrDigits = ""
    return sheet
  }
}

/// What a certificate says that is not about a course: an award for learning-promotion (giấy chứng
/// nhận thành tích khuyến học). A person may have several.
package struct Award: Equatable, Sendable {
  /// What stands in the place of the course's code, in the token and in the log. No course has it.
  package static let courseCode = "KH"

  /// The longest title, in letters: what the code has room for.
  package static let titleLength = 82
  /// The longest citation, in letters: three lines of the paper.
  package static let citationLength = 240
  /// The longest basis, in letters: one line of the paper.
  package static let basisLength = 110

  /// The short title that is signed: "Thành tích khuyến học năm 2026".
  package var title: String
  /// What it is for, going on after the holder's name: "đã có nhiều đóng góp cho …".
  package var citation: String
  /// What it rests on: "Theo Quyết định số 12/QĐ-TTHTCĐ ngày 28/3/2026"; nil for nothing.
  package var basis: String?
  /// How the holder is addressed; nil for the layout's own "ông (bà)".
  package var salutation: String?

  /// The words of an award; nothing is checked here.
  package init(title: String, citation: String, basis: String? = nil, salutation: String? = nil) {
    self.title = title
    self.citation = citation
    self.basis = basis
    self.salutation = salutation
  }
}

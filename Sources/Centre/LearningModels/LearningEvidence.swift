/// What a person's attendance of one year offers as evidence for the indicators A1-A4 and B5 of the
/// learning citizen (Decision 324/QĐ-KHVN of 25 October 2023). It is shown to the person and to those who
/// review; points are given by people, never by this program.
package struct LearningEvidence: Equatable, Sendable {
  /// One visit of the year, as far as evidence needs it.
  package struct Attended: Equatable, Sendable {
    /// The title of the session, and of its course where it has one.
    package let titles: [String]
    /// The hours counted, in tenths.
    package let hoursTenths: Int64
    /// Whether it was free self-study.
    package let isSelfStudy: Bool

    /// A visit.
    package init(titles: [String], hoursTenths: Int64, isSelfStudy: Bool) {
      self.titles = titles
      self.hoursTenths = hoursTenths
      self.isSelfStudy = isSelfStudy
    }
  }

  /// Visits with their hours.
  package struct Sum: Equatable, Sendable {
    /// Visits.
    package var visits = 0
    /// Hours, in tenths.
    package var hoursTenths: Int64 = 0

    /// A sum of visits.
    package init(visits: Int = 0, hoursTenths: Int64 = 0) {
      self.visits = visits
      self.hoursTenths = hoursTenths
    }

    mutating func add(_ visit: Attended) {
      visits += 1
      hoursTenths += visit.hoursTenths
    }
  }

  /// For A1-A4, self-study and lifelong learning: sessions attended.
  package private(set) var sessions = Sum()
  /// For A1-A4 as well: free self-study.
  package private(set) var selfStudy = Sum()
  /// For B5, use of information technology: sessions whose title speaks of it; they are in `sessions`
  /// too.
  package private(set) var technology = Sum()

  /// Sums up the visits of a year.
  package init(_ visits: [Attended]) {
    for visit in visits {
      guard !visit.isSelfStudy else {
        selfStudy.add(visit)
        continue
      }
      sessions.add(visit)
      if visit.titles.contains(where: Self.isOfTechnology) { technology.add(visit) }
    }
  }

  /// Whether a title speaks of information technology or digital skills, marks or not.
  package static func isOfTechnology(_ title: String) -> Bool {
    let words = " " + Name.foldedWords(title).joined(separator: " ") + " "
    return technologyWords.contains { words.contains(" \($0) ") }
  }

  /// Folded words by which such lessons are announced. "So" (số) and "mang" (mạng) alone mean too much.
  private static let technologyWords = [
    "tin hoc", "cong nghe thong tin", "cntt", "chuyen doi so", "ky nang so", "cong dan so",
    "ket noi so", "cong nghe so", "may tinh", "internet", "dien thoai thong minh", "vneid",
    "dich vu cong truc tuyen", "an toan mang", "an ninh mang", "mang xa hoi", "thuong mai dien tu",
    "tri tue nhan tao", "binh dan hoc vu so", "ict",
  ]
}

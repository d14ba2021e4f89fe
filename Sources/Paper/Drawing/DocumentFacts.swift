/// What a PDF document says of itself.
struct DocumentFacts {
  var title: String
  var author: String
  var subject = ""
  var keywords = ""
  /// The day given as the date of creation, as "2026-03-28"; no date at all when nil.
  var day: String?
}

/// A sheet of paper, in millimetres.
struct PageSize: Equatable {
  var width: Double
  var height: Double

  static let a4 = PageSize(width: 210, height: 297)
}

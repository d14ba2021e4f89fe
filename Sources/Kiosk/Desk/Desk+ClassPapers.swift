import Centre
import Paper
import Store

extension Desk {
  /// Where long documents are written before they are sent on.
  var draftFolder: String { "\(store.directory)/drafts" }

  /// All valid certificates of a course in one PDF, in the order of their numbers, written page by
  /// page so that a large class takes no more memory than a small one.
  /// - Returns: nil when there are none.
  func certificatesPDF(course code: String) throws -> DraftFile? {
    let numbers = try store.certificates(course: code).filter { $0.state == .issued }
      .map(\.number)
    var rest = numbers[...]
    return try draft {
      while let number = rest.popFirst() {
        guard let certificate = try self.store.certificate(number: number),
          certificate.state == .issued
        else { continue }
        var sheet = certificate.sheet
        sheet.copyNumber = max(1, certificate.copies)
        return sheet
      }
      return nil
    }
  }

  /// A document of the sheets that `next` gives; nil when it gives none.
  func draft(_ next: () throws -> CertificateSheet?) throws -> DraftFile? {
    guard let first = try next() else { return nil }
    let file = try DraftFile(in: draftFolder)
    var waiting: CertificateSheet? = first
    try papers.certificates.write(
      next: {
        defer { waiting = nil }
        return try waiting ?? next()
      }, to: { try file.append($0) })
    return file
  }
}

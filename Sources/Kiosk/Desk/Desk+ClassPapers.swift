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
    let numbers = try store.certificates(course: code).filter {
      $0.state == .issued && !$0.isErased
    }.map(\.number)
    do {
      return try certificatesPDF(numbers, leavesOut: false)
    } catch let error as PaperError where error.isOfWords {
      return try certificatesPDF(numbers, leavesOut: true)
    }
  }

  /// - Parameter leavesOut: whether those that cannot be drawn are left out, which draws all twice.
  private func certificatesPDF(_ numbers: [String], leavesOut: Bool) throws -> DraftFile? {
    let drawable = try leavesOut ? numbers.filter(isDrawable) : numbers
    var rest = drawable[...]
    return try draft {
      while let number = rest.popFirst() {
        guard let certificate = try self.store.certificate(number: number),
          certificate.state == .issued, !certificate.isErased
        else { continue }
        var sheet = certificate.sheet
        sheet.copyNumber = max(1, certificate.copies)
        return sheet
      }
      return nil
    }
  }

  private func isDrawable(_ number: String) throws -> Bool {
    guard let certificate = try store.certificate(number: number) else { return false }
    return try drawingFault(certificate.sheet) == nil
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

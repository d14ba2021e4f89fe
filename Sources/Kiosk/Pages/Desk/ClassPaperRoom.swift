import Centre
import HTTP
import Store

/// The papers of a whole class: one print in the order of the numbers, and one PDF.
enum ClassPaperRoom {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.write(.printClass, in: .certificates) { call in try CourseRoom.known(call, printed) }
    routes.read(.classPDF, in: .certificates) { call in try CourseRoom.known(call, pdf) }
  }

  /// What the list of a class shows of its papers.
  static func values(_ call: DeskRequest, _ course: Course) throws -> [String: Any] {
    let valid = try call.desk.store.certificates(course: course.code).filter {
      $0.state == .issued
    }
    let new = valid.filter { $0.copies == 0 }
    return [
      "hasPapers": !valid.isEmpty, "canPrintNew": call.mayWrite && !new.isEmpty,
      "canPrintAll": call.mayWrite && new.count < valid.count,
      "printNew": call.text(.classPrintNew, ["count": call.number(new.count)]),
      "printAll": call.text(.classPrintAll, ["count": call.number(valid.count)]),
      "printClassHref": DeskPlace.printClass.path(course.code),
      "classPDFHref": DeskPlace.classPDF.path(course.code),
    ]
  }

  private static func printed(_ call: DeskRequest, _ course: Course) throws -> Response {
    let isAll = try call.form()["which"] == "all"
    let path = DeskPlace.eligible.path(course.code)
    guard let count = try call.desk.printCertificates(course: course.code, isAll: isAll) else {
      return call.leave(to: path, .classNothingToPrint)
    }
    return call.leave(
      to: DeskPlace.prints.path(), .flashClassPrinted, ["count": call.number(count)])
  }

  private static func pdf(_ call: DeskRequest, _ course: Course) throws -> Response {
    guard let file = try call.desk.certificatesPDF(course: course.code) else {
      return call.leave(to: DeskPlace.eligible.path(course.code), .classNothingToPrint)
    }
    defer { file.remove() }
    return try Response.file(file.path, contentType: "application/pdf")
      .with("Content-Disposition", "inline; filename=\"giay-chung-nhan-\(course.code).pdf\"")
      .with("Cache-Control", "no-store")
  }
}

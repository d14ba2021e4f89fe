import Centre
import HTTP
import Store

/// The list of learners of a literacy course whom the centre proposes as literate, for everybody who
/// may see certificates.
enum LiteracyRoom {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.literacyList, in: .certificates) { call in try CourseRoom.known(call, pdf) }
  }

  /// What the pages of a course show of it; only a course of the group `literacy` has one.
  static func values(_ call: DeskRequest, _ course: Course) throws -> [String: Any] {
    guard course.group == .literacy else { return ["isLiteracy": false] }
    let count = try call.desk.completions(course: course.code).count
    let chosen = guessed(course)
    let levels = LiteracySheet.Level.allCases.map { level -> [String: Any] in
      [
        "value": level.rawValue, "isChosen": level == chosen,
        "word": call.text(.literacyLevel, ["level": String(level.rawValue)]),
      ]
    }
    return [
      "isLiteracy": true, "literacyHref": DeskPlace.literacyList.path(course.code),
      "hasLiterate": count > 0, "levels": levels,
      "literate": call.text(.literacyCount, ["count": call.number(count)]),
    ]
  }

  private static func pdf(_ call: DeskRequest, _ course: Course) throws -> Response {
    let path = DeskPlace.eligible.path(course.code)
    guard course.group == .literacy else { return call.leave(to: path, .literacyOtherGroup) }
    let wanted = call.http.query["level"].flatMap(Int.init).flatMap(LiteracySheet.Level.init)
    let level = wanted ?? guessed(course)
    guard let bytes = try call.desk.literacyPDF(course: course.code, level: level) else {
      return call.leave(to: path, .literacyNobody)
    }
    return call.pdf(bytes, name: "danh-sach-biet-chu-\(course.code)-muc-do-\(level.rawValue).pdf")
  }

  /// The level that the title speaks of: stage 2 of the programme leads to level 2.
  private static func guessed(_ course: Course) -> LiteracySheet.Level {
    let title = Name.folded(course.title)
    let isTwo = ["giai doan 2", "giai doan ii", "muc do 2", "muc 2"].contains { title.contains($0) }
    return isTwo ? .two : .one
  }
}

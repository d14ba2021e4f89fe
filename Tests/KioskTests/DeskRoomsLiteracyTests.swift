import Centre
import HTTP
import Store
import Testing

@testable import Kiosk

/// The list of learners proposed as literate.
@Suite struct DeskRoomsLiteracyTests {
  /// A course of a group with one session of two hours, held with these people.
  private func held(
    _ bed: DeskRoomsBed, _ title: String, _ group: ProgrammeGroup, _ names: [String],
    isClosed: Bool = true
  ) throws -> Course {
    let (course, session) = try bed.addCourse(title)
    var form = bed.desk.courseForm(of: course)
    form.group = group.rawValue
    guard case .saved(let saved) = try bed.desk.editCourse(course.code, form) else {
      throw Unexpected()
    }
    for name in names {
      let resident = try bed.addResident(name)
      try bed.desk.setRoll(session: session.code, resident: resident.id, isPresent: true)
    }
    if isClosed { _ = try bed.desk.closeSession(session.code) }
    return saved
  }

  @Test func `those who completed the course are listed by given name, for everybody at the desk`()
    throws
  {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let course = try held(
      bed, "Xóa mù chữ giai đoạn 2", .literacy,
      ["Trần Thị Ơn", "Lê Văn Đào", "Nguyễn Thị Dung", "Bùi Thị Ổn", "Phạm Văn Ôn"])
    let issued = try bed.desk.eligibility(course: course.code)[0].resident
    _ = try bed.desk.issueCertificate(resident: issued.id, course: course.code)

    let names = try bed.desk.completions(course: course.code).map(\.resident.name)
    #expect(
      names == ["Nguyễn Thị Dung", "Lê Văn Đào", "Phạm Văn Ôn", "Bùi Thị Ổn", "Trần Thị Ơn"])
    for page in ["/desk/courses/\(course.code)", "/desk/courses/\(course.code)/certificates"] {
      let text = try bed.get(page, as: .viewer).text
      #expect(text.contains("Danh sách đề nghị công nhận biết chữ"), "\(page)")
      #expect(text.contains("5 người đã học đủ"))
      #expect(text.contains("value=\"2\" selected"), "stage 2 of the programme is level 2")
    }
    let list = "/desk/courses/\(course.code)/certificates/literacy.pdf"
    for role in Role.allCases {
      let answer = try bed.get("\(list)?level=1", as: role)
      #expect(answer.status == .ok && answer.headers["Content-Type"] == "application/pdf")
    }
    #expect(try bed.get("\(list)?level=9", as: .viewer).status == .ok)
    #expect(try bed.desk.register(year: 2026).count == 1, "the list takes no number")
  }

  @Test func `an empty list is said in words, and other courses have none`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let empty = try held(bed, "Xóa mù chữ giai đoạn 1", .literacy, [])
    let other = try held(bed, "Nuôi ong", .economy, ["Lê Văn An"])

    let page = try bed.get("/desk/courses/\(empty.code)", as: .viewer).text
    #expect(page.contains("Chưa có ai học đủ") && !page.contains("literacy.pdf"))
    #expect(try !bed.get("/desk/courses/\(other.code)", as: .clerk).text.contains("biết chữ"))
    for course in [empty, other] {
      let path = "/desk/courses/\(course.code)/certificates"
      let answer = try bed.get("\(path)/literacy.pdf", as: .viewer)
      #expect(answer.status == .seeOther && answer.headers["Location"] == path)
      #expect(answer.setCookies.keys.contains { $0.contains("flash") })
    }
    #expect(
      try bed.get("/desk/courses/X/certificates/literacy.pdf", as: .viewer).status == .notFound)
  }

  @Test func `a title without room for long names in the code is warned of on the course's page`()
    throws
  {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let (short, _) = try bed.addCourse()
    let long = "Kỹ thuật sản xuất lúa chất lượng cao và bảo quản nông sản sau thu hoạch "
    let (course, _) = try bed.addCourse(String((long + long).prefix(150)))

    #expect(try !bed.get("/desk/courses/\(short.code)", as: .clerk).text.contains("mã QR"))
    let page = try bed.get("/desk/courses/\(course.code)", as: .clerk).text
    #expect(page.contains("Tên chuyên đề này dài") && page.contains("notice attention"))
  }
}

import Centre
import Evidence
import HTTP
import Store
import Testing

@testable import Kiosk

/// Awards for learning-promotion at the desk.
@Suite struct DeskRoomsAwardTests {
  private static let words = [
    "title": "Thành tích khuyến học năm 2026", "salutation": "pupil",
    "citation": "đã có nhiều đóng góp cho\r\nphong trào khuyến học",
    "basis": "Theo Quyết định số 12/QĐ-TTHTCĐ ngày 28/3/2026",
  ]

  private func form(_ resident: Resident, _ change: [String: String] = [:]) -> [String: String] {
    Self.words.merging(["resident": String(resident.id)]) { own, _ in own }
      .merging(change) { _, new in new }
  }

  private func issued(_ bed: DeskRoomsBed) throws -> (Resident, Certificate) {
    try bed.addUsers()
    let resident = try bed.addResident("Đỗ Thị Hạnh")
    let answer = try bed.post("/desk/awards", form(resident), as: .clerk)
    let number = "14464-1-2026-000001"
    #expect(answer.headers["Location"] == "/desk/certificates/\(number)")
    return (resident, try #require(try bed.desk.store.certificate(number: number)))
  }

  @Test func `a holder is found by name, and the form comes filled with a title in Vietnamese`()
    throws
  {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let resident = try bed.addResident("Đỗ Thị Hạnh")
    let place = "/desk/awards/new?resident=\(resident.id)"

    #expect(try bed.get("/desk/certificates", as: .clerk).text.contains("/desk/awards/new"))
    #expect(try bed.get("/desk/residents/\(resident.id)", as: .clerk).text.contains(place))
    let search = try bed.get("/desk/awards/new?q=do+thi", as: .clerk).text
    #expect(search.contains(place) && search.contains("Chọn Đỗ Thị Hạnh"))
    #expect(try bed.get("/desk/awards/new?q=khongcoai", as: .clerk).text.contains("Không tìm thấy"))
    let page = try bed.get(place, as: .clerk).text
    for text in ["Thành tích khuyến học năm 2026", "Đỗ Thị Hạnh", "<textarea", "name=\"csrf\""] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(try bed.get("/desk/awards/new?resident=99", as: .clerk).status == .notFound)
    let english = try bed.get("\(place)&lang=en", as: .clerk).text
    #expect(english.contains("Issue the award"))
  }

  @Test func `an award is signed, numbered in the common register and printed`() throws {
    let bed = try DeskRoomsBed()
    let (resident, award) = try issued(bed)

    let token = try CertificateToken(bytes: award.token)
    #expect(token.claims.courseCode == "KH" && token.claims.hoursTenths == 0)
    #expect(token.claims.title == "Thành tích khuyến học năm 2026")
    #expect(token.claims.completedDay == award.issuedDay.daysSince1970)
    #expect(award.sheet.layout == "award" && award.sheet.salutation == "Chứng nhận em")
    #expect(award.sheet.citation == "đã có nhiều đóng góp cho phong trào khuyến học")
    #expect(try bed.desk.store.printJobs().count == 1)
    let page = try bed.get("/desk/certificates/\(award.number)", as: .viewer).text
    #expect(
      page.contains("Theo Quyết định số 12/QĐ-TTHTCĐ") && page.contains("Nội dung thành tích"))
    #expect(!page.contains("Thời lượng") && !page.contains("0 giờ"))
    #expect(
      try bed.get("/desk/residents/\(resident.id)", as: .clerk).text.contains("01/GCN-TTHTCĐ"))
    let pdf = try bed.get("/desk/certificates/\(award.number)/certificate.pdf", as: .viewer)
    #expect(pdf.headers["Content-Type"] == "application/pdf")
    let graduate = try bed.addGraduate("Lê Văn An")
    guard
      case .issued(let next) = try bed.desk.issueCertificate(
        resident: graduate.0.id, course: graduate.1.code)
    else { throw Unexpected() }
    #expect(next.number == "14464-1-2026-000002")
  }

  @Test func `the register lists awards without hours, and finds them by their kind`() throws {
    let bed = try DeskRoomsBed()
    let (_, award) = try issued(bed)

    let page = try bed.get("/desk/register?year=2026&course=KH", as: .viewer).text
    #expect(page.contains("Thành tích khuyến học năm 2026") && page.contains("01/GCN-TTHTCĐ"))
    #expect(page.contains("data-label=\"Số giờ\">–<"))
    let csv = try bed.get("/desk/register/register.csv?year=2026", as: .viewer).text
    #expect(csv.contains(";Thành tích khuyến học năm 2026;;;"))
    #expect(try bed.get("/desk/register/register.xlsx?year=2026", as: .viewer).status == .ok)
    #expect(try bed.get("/desk/register/register.pdf?year=2026", as: .viewer).status == .ok)
    let wish = RegisterWish(year: 2026, centre: "14464-1")
    #expect(try bed.desk.registerSheet(wish).rows.map(\.hoursTenths) == [nil])
    #expect(award.hoursTenths == 0)
  }

  struct Wrong: Sendable, CustomTestStringConvertible {
    let form: [String: String]
    let contains: String
    var testDescription: String { contains }
  }

  @Test(arguments: [
    Wrong(form: ["title": " "], contains: "Hãy nhập tên thành tích"),
    Wrong(form: ["title": String(repeating: "a", count: 83)], contains: "Dài quá 82 ký tự"),
    Wrong(form: ["title": "Bằng khen khuyến học"], contains: "Tên thành tích không được có “bằng”"),
    Wrong(form: ["citation": ""], contains: "Hãy ghi nội dung thành tích"),
    Wrong(form: ["citation": String(repeating: "a ", count: 200)], contains: "Dài quá 240 ký tự"),
    Wrong(
      form: ["citation": String(repeating: "ƯỜƯỜ ƯỜƯỜƯ", count: 24)],
      contains: "trên giấy không đủ chỗ"),
    Wrong(form: ["basis": "Quyết định 🎓"], contains: "ký tự lạ"),
  ])
  func `what cannot be printed or is not allowed comes back with the reason`(item: Wrong) throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let resident = try bed.addResident("Đỗ Thị Hạnh")

    let answer = try bed.post("/desk/awards", form(resident, item.form), as: .clerk)

    #expect(answer.status == .unprocessableContent)
    #expect(answer.text.contains(item.contains))
    #expect(answer.text.contains("Đỗ Thị Hạnh"))
    #expect(try bed.desk.register(year: 2026).isEmpty)
  }

  @Test func `the longest texts that the form takes fit the paper in ordinary letters`() throws {
    let bed = try DeskRoomsBed()
    let long = String(repeating: "đã có nhiều đóng góp cho phong trào khuyến học, ", count: 6)
    var form = AwardForm()
    form.title = String(long.prefix(82))
    form.citation = String(long.prefix(239)) + "c"
    form.basis = String(long.prefix(109)) + "c"

    let (award, problems) = try bed.desk.read(form)

    #expect(problems == [])
    #expect(award?.citation.count == 240)
  }

  @Test func `only those who may write give awards, each once`() throws {
    let bed = try DeskRoomsBed()
    let (resident, _) = try issued(bed)

    for role in [Role.viewer, .association] {
      #expect(try bed.post("/desk/awards", form(resident), as: role).status == .forbidden)
      #expect(try bed.get("/desk/awards/new", as: role).status == .forbidden)
      #expect(try !bed.get("/desk/certificates", as: role).text.contains("/desk/awards"))
    }
    #expect(
      try bed.post("/desk/awards", form(resident), as: .clerk, csrf: "x").status == .forbidden)
    let again = try bed.post("/desk/awards", form(resident), as: .clerk)
    #expect(again.status == .unprocessableContent)
    #expect(again.text.contains("đã được cấp giấy số 01/GCN-TTHTCĐ với đúng nội dung ấy"))
    let other = form(resident, ["title": "Gia đình học tập"])
    #expect(try bed.post("/desk/awards", other, as: .clerk).status == .seeOther)
    #expect(try bed.desk.register(year: 2026).count == 2)
    let blind = try DeskRoomsBed(isClockTrusted: false)
    try blind.addUsers()
    let person = try blind.addResident("Lê Văn An")
    let answer = try blind.post("/desk/awards", form(person), as: .clerk)
    #expect(answer.status == .unprocessableContent && answer.text.contains("giờ của máy"))
  }

  @Test func `an award is corrected in its words and cancelled`() throws {
    let bed = try DeskRoomsBed()
    let (_, old) = try issued(bed)
    let place = "/desk/certificates/\(old.number)"
    let page = try bed.get("\(place)/replace", as: .clerk).text
    for text in [
      "đã có nhiều đóng góp cho phong trào khuyến học", "value=\"pupil\" selected",
      "Ghi sai nội dung thành tích",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(!page.contains("wrongHours") && !page.contains("/desk/courses/KH"))
    var form = Self.words
    form["why"] = "wrongAward"
    form["sure"] = "yes"
    form["citation"] = ""
    #expect(try bed.post("\(place)/replace", form, as: .clerk).status == .unprocessableContent)
    form["citation"] = "đã có thành tích xuất sắc trong công tác khuyến học"

    let answer = try bed.post("\(place)/replace", form, as: .clerk)

    let new = "14464-1-2026-000002"
    #expect(answer.headers["Location"] == "/desk/certificates/\(new)")
    let certificate = try #require(try bed.desk.store.certificate(number: new))
    #expect(certificate.award?.citation == form["citation"])
    #expect(certificate.award?.salutation == "Chứng nhận em")
    #expect(try bed.desk.store.certificate(number: old.number)?.replacedBy == new)
    let cancel = ["reason": "Cấp nhầm", "sure": "yes"]
    _ = try bed.post("/desk/certificates/\(new)/cancel", cancel, as: .clerk)
    #expect(try bed.desk.store.certificate(number: new)?.state == .cancelled)
  }

  @Test func `what is verified of an award has neither hours nor a course`() throws {
    let bed = try DeskRoomsBed()
    let (_, award) = try issued(bed)
    let texts = try Pages(assets: DeskRoomsBed.assets).texts

    let judgement = try bed.desk.inspect(text: award.sheet.qrPrefix + award.sheet.qrDigits)

    let fields = VerificationReport(judgement).fields(texts, .vi)
    #expect(
      fields.map(\.label) == [
        "Họ và tên", "Số", "Thành tích", "Ngày cấp", "Trung tâm", "Khóa gốc",
      ])
    #expect(fields[2].value == "Thành tích khuyến học năm 2026")
    let badge = try bed.post(
      "/desk/certificates/\(award.number)/badge", ["showsName": "yes"], as: .clerk)
    let payload = try #require(badge.text.split(separator: ".").dropFirst().first)
    let json = String(decoding: try Base64URL.decode(String(payload)), as: UTF8.self)
    #expect(json.contains("\"achievementType\":\"Award\"") && !json.contains("ResultDescription"))
    #expect(json.contains("Trung tâm ghi nhận người này đã có nhiều đóng góp"))
  }
}

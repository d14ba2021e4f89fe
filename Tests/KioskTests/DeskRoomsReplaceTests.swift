import Centre
import HTTP
import Store
import Testing

@testable import Kiosk

/// Correcting a certificate at the desk.
@Suite struct DeskRoomsReplaceTests {
  /// A clerk's bed with one certificate.
  private func issued(_ bed: DeskRoomsBed) throws -> (Resident, Certificate) {
    try bed.addUsers()
    let (resident, course) = try bed.addGraduate("Đỗ Thị Hanh")
    let outcome = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    guard case .issued(let certificate) = outcome else { throw Unexpected() }
    return (resident, certificate)
  }

  private func rename(_ resident: Resident, _ name: String, _ bed: DeskRoomsBed) throws {
    var form = bed.desk.residentForm(of: resident)
    form.name = name
    _ = try bed.desk.editResident(resident.id, form)
  }

  @Test func `a wrong name is corrected, and the old certificate names the new one`() throws {
    let bed = try DeskRoomsBed()
    let (resident, old) = try issued(bed)
    let place = "/desk/certificates/\(old.number)"
    #expect(try bed.get(place, as: .clerk).text.contains("\(place)/replace"))
    let before = try bed.get("\(place)/replace", as: .clerk).text
    #expect(before.contains("/desk/residents/\(resident.id)/edit"))
    #expect(!before.contains("<del>"))
    try rename(resident, "Đỗ Thị Hạnh", bed)
    let page = try bed.get("\(place)/replace", as: .clerk).text
    #expect(page.contains("<del>Đỗ Thị Hanh</del>"))
    #expect(page.contains("<strong>Đỗ Thị Hạnh</strong>"))

    let form = ["why": "wrongName", "note": "thiếu dấu", "print": "yes", "sure": "yes"]
    let answer = try bed.post("\(place)/replace", form, as: .clerk)

    let new = "14464-1-2026-000002"
    #expect(answer.headers["Location"] == "/desk/certificates/\(new)")
    let after = try bed.get(place, as: .viewer).text
    for text in [
      "Đã thay bằng giấy khác", "Lý do: Ghi sai họ tên: thiếu dấu", "Đã được thay bằng giấy số",
      "/desk/certificates/\(new)\">02/GCN-TTHTCĐ",
    ] {
      #expect(after.contains(text), "\(text)")
    }
    let fresh = try bed.get("/desk/certificates/\(new)", as: .viewer).text
    #expect(fresh.contains("Giấy này được cấp thay cho giấy số"))
    #expect(fresh.contains("Đỗ Thị Hạnh") && fresh.contains("\(place)\">01/GCN-TTHTCĐ"))
    #expect(try bed.desk.store.certificate(number: old.number)?.holderName == "Đỗ Thị Hanh")
    #expect(try bed.get("/desk/register?year=2026", as: .viewer).text.contains("thay bằng giấy số"))
    let again = try bed.post("\(place)/replace", form, as: .clerk)
    #expect(again.headers["Location"] == place)
    #expect(try bed.desk.register(year: 2026).count == 2)
  }

  struct Wrong: Sendable {
    let form: [String: String]
    let contains: String
  }

  @Test(arguments: [
    Wrong(form: [:], contains: "Hãy chọn lý do cấp lại"),
    Wrong(form: ["why": "x", "sure": "yes"], contains: "Hãy chọn lý do cấp lại"),
    Wrong(form: ["why": "other", "sure": "yes"], contains: "Hãy ghi rõ lý do"),
    Wrong(form: ["why": "damaged"], contains: "Hãy đánh dấu xác nhận trước khi cấp lại"),
    Wrong(
      form: ["why": "other", "sure": "yes", "note": String(repeating: "a", count: 900)],
      contains: "Dài quá"),
  ])
  func `replacing needs a reason and a confirmation`(item: Wrong) throws {
    let bed = try DeskRoomsBed()
    let (_, old) = try issued(bed)

    let answer = try bed.post(
      "/desk/certificates/\(old.number)/replace", item.form, as: .clerk)

    #expect(answer.status == .unprocessableContent)
    #expect(answer.text.contains(item.contains))
    #expect(try bed.desk.store.certificate(number: old.number)?.state == .issued)
  }

  @Test func `only those who may write replace, and what cannot be issued leaves the old one`()
    throws
  {
    let bed = try DeskRoomsBed()
    let (resident, old) = try issued(bed)
    let place = "/desk/certificates/\(old.number)/replace"
    let form = ["why": "damaged", "sure": "yes"]
    #expect(try bed.post(place, form, as: .viewer).status == .forbidden)
    #expect(try bed.get(place, as: .association).status == .forbidden)
    #expect(try bed.post(place, form, as: .clerk, csrf: "x").status == .forbidden)
    #expect(try bed.get("/desk/certificates/x/replace", as: .clerk).status == .notFound)
    let session = try bed.desk.store.sessions(
      on: Day(wallMilliseconds: bed.desk.clock.nowMilliseconds))
    try bed.desk.setRoll(session: session[0].code, resident: resident.id, isPresent: false)

    let answer = try bed.post(place, form, as: .clerk)

    #expect(answer.status == .unprocessableContent)
    #expect(answer.text.contains("giấy cũ vẫn còn hiệu lực"))
    #expect(try bed.desk.store.certificate(number: old.number)?.state == .issued)
    #expect(try bed.desk.register(year: 2026).count == 1)
  }

  @Test func `a replacement issued later is noted afterwards`() throws {
    let bed = try DeskRoomsBed()
    let (resident, old) = try issued(bed)
    let place = "/desk/certificates/\(old.number)"
    _ = try bed.desk.cancelCertificate(old.number, reason: "Rách")
    #expect(try !bed.get(place, as: .clerk).text.contains("replaced-by"))
    let outcome = try bed.desk.issueCertificate(resident: resident.id, course: old.courseCode)
    guard case .issued(let new) = outcome else { throw Unexpected() }
    #expect(try bed.get(place, as: .clerk).text.contains("Số 02/GCN-TTHTCĐ, cấp ngày 28/03/2026"))
    #expect(try !bed.get(place, as: .viewer).text.contains("replaced-by"))

    let wrong = try bed.post("\(place)/replaced-by", ["new": "x"], as: .clerk)
    #expect(wrong.headers["Location"] == place)
    #expect(try bed.desk.store.certificate(number: old.number)?.replacedBy == nil)
    _ = try bed.post("\(place)/replaced-by", ["new": new.number], as: .clerk)

    #expect(try bed.desk.store.certificate(number: old.number)?.replacedBy == new.number)
    #expect(try bed.get(place, as: .clerk).text.contains("Đã được thay bằng giấy số"))
  }
}

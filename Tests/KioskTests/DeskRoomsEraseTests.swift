import Centre
import Evidence
import HTTP
import Store
import Synchronization
import Testing

@testable import Kiosk

/// Erasing a person at the resident's page.
@Suite struct DeskRoomsEraseTests {
  private func given() throws -> (bed: DeskRoomsBed, resident: Resident, number: String) {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let (resident, course) = try bed.addGraduate("Đỗ Thị Xuyến")
    let issued = try bed.post(
      "/desk/courses/\(course.code)/certificates", ["resident": "\(resident.id)"], as: .clerk)
    let number = issued.headers["Location"]?.split(separator: "/").last.map(String.init)
    return (bed, resident, try #require(number))
  }

  @Test func `the director erases after choosing a reason and confirming`() throws {
    let (bed, resident, number) = try given()
    let page = "/desk/residents/\(resident.id)"
    #expect(try bed.get(page, as: .director).text.contains("Xóa thông tin cá nhân"))

    for form in [[:], ["why": "request"], ["sure": "yes"], ["why": "restored", "sure": "yes"]] {
      let refused = try bed.post("\(page)/erase", form, as: .director)
      #expect(refused.status == .unprocessableContent)
      #expect(refused.text.contains("Đỗ Thị Xuyến"))
      #expect(refused.text.contains("Hãy chọn lý do xóa.") == (form["why"] != "request"))
    }
    let done = try bed.post("\(page)/erase", ["why": "request", "sure": "yes"], as: .director)

    #expect(done.status == .seeOther)
    let after = try bed.get(page, as: .director).text
    #expect(after.contains("Người học đã xóa thông tin (L000001)"))
    #expect(!after.contains("Đỗ Thị Xuyến") && !after.contains("/edit\""))
    let certificate = try bed.get("/desk/certificates/\(number)", as: .clerk).text
    #expect(certificate.contains("L000001") && !certificate.contains("Đỗ Thị Xuyến"))
    #expect(!certificate.contains("certificate.pdf"))
    #expect(
      try bed.get("/desk/certificates/\(number)/certificate.pdf", as: .clerk).status == .gone)
    let printed = try bed.post("/desk/certificates/\(number)/print", [:], as: .clerk)
    #expect(printed.status == .seeOther)
    #expect(try bed.desk.store.certificate(number: number)?.copies == 1)
    #expect(try bed.get("\(page)/edit", as: .clerk).status == .notFound)
    for list in ["/desk/residents", "/desk/register?year=2026", "/desk/certificates"] {
      #expect(try !bed.get(list, as: .director).text.contains("Đỗ Thị Xuyến"), "\(list)")
    }
    let event = try #require(try bed.desk.store.event(at: try bed.desk.store.logSize() - 1))
    #expect(event.kind == "resident.erase" && event.fields["u"]?.integer == 1)
  }

  @Test(arguments: [Role.clerk, .association, .viewer])
  func `nobody else may`(_ role: Role) throws {
    let (bed, resident, _) = try given()
    let page = "/desk/residents/\(resident.id)"

    #expect(try !bed.get(page, as: role).text.contains("Xóa thông tin cá nhân"))
    let form = ["why": "request", "sure": "yes"]
    #expect(try bed.post("\(page)/erase", form, as: role).status == .forbidden)
    #expect(try bed.desk.store.resident(id: resident.id)?.isErased == false)
  }

  @Test func `a second time and an unknown person are answered plainly`() throws {
    let (bed, resident, _) = try given()
    let form = ["why": "consent", "sure": "yes"]
    let page = "/desk/residents/\(resident.id)/erase"
    _ = try bed.post(page, form, as: .director)
    let size = try bed.desk.store.logSize()

    #expect(try bed.post(page, form, as: .director).status == .seeOther)
    #expect(try bed.post("/desk/residents/99/erase", form, as: .director).status == .notFound)
    #expect(try bed.desk.store.logSize() == size)
  }

  @Test func `the page of sticks says what there is and needs the right to write`() throws {
    let (bed, _, _) = try given()
    let page = "/desk/transfers/usb"

    let text = try bed.get(page, as: .clerk).text
    #expect(text.contains("Gửi về tỉnh qua USB") && text.contains("chưa ghi danh"))
    #expect(try bed.get("/desk/transfers", as: .viewer).text.contains(page))
    #expect(try bed.post(page, ["stick": "/nowhere"], as: .viewer).status == .forbidden)
    #expect(
      try bed.post(page, ["stick": "/nowhere"], as: .clerk).status == .unprocessableContent)
    #expect(
      try bed.post("\(page)/take", ["stick": "/etc"], as: .clerk).status == .unprocessableContent)
    #expect(try bed.post("\(page)/stop", [:], as: .clerk).status == .seeOther)
  }

  @Test func `the director downloads a backup, and nobody else`() throws {
    let (bed, _, _) = try given()
    let page = "/desk/settings/backup"
    #expect(try bed.post(page, [:], as: .clerk).status == .forbidden)

    let answer = try bed.post(page, [:], as: .director)

    #expect(answer.status == .ok)
    let name = "sao-luu-14464-1-2026-03-28.tar"
    #expect(answer.headers["Content-Disposition"] == "attachment; filename=\"\(name)\"")
    guard case .file(_, _, let length) = answer.body else { throw Unexpected() }
    #expect(length > 10_000)
    #expect(Files.names(in: "\(bed.directory)/drafts").allSatisfy { $0.hasPrefix(".") })
  }

  @Test func `a backup that would fill the disk is not begun, and the page says why`() throws {
    let (bed, _, _) = try given()
    bed.desk.disk.measure.withLock { $0 = { DiskUsage(freeBytes: 5 << 20, usedBytes: 1) } }

    let answer = try bed.post("/desk/settings/backup", [:], as: .director)

    #expect(answer.status == .seeOther)
    #expect(answer.headers["Location"] == "/desk/settings")
    #expect(Files.names(in: "\(bed.directory)/drafts").allSatisfy { $0.hasPrefix(".") })
  }

  @Test(arguments: Language.allCases)
  func `every fault of a stick and every reason has its words`(_ language: Language) throws {
    let texts = try Texts(directory: "\(DeskRoomsBed.assets)/text")

    for fault in StickFault.allCases {
      #expect(texts.text(named: "desk.stick.fault.\(fault.rawValue)", language) != nil)
      #expect(texts.text(named: "desk.stick.fault.\(fault.rawValue)Do", language) != nil)
    }
    for reason in ErasureReason.allCases {
      #expect(texts.text(named: "desk.erase.reason.\(reason.rawValue)", language) != nil)
    }
  }
}

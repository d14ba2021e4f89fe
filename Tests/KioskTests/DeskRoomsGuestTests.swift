import Centre
import Evidence
import HTTP
import Store
import Testing

@testable import Kiosk

/// Guests at the desk: the list, merging, parting, cards.
@Suite struct DeskRoomsGuestTests {
  private func given() throws -> (bed: DeskRoomsBed, resident: Resident, guest: Resident) {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let resident = try bed.addResident("Trần Văn Ứng")
    _ = try bed.addCourse()
    return (bed, resident, try Self.guest("Tran Van Ung", bed))
  }

  private static func guest(_ name: String?, _ bed: DeskRoomsBed) throws -> Resident {
    let consent = ConsentText(purpose: ConsentText.guest, language: "vi", text: "Máy giữ họ tên.")
    let guest = name.map { NewGuest.named(name: $0, village: "Xóm 2", consent: consent) }
    guard
      case .welcome(let welcome) = try bed.desk.checkIn(
        guest: guest ?? .head, arrival: randomBytes(16)),
      let resident = try bed.desk.store.resident(id: welcome.residentId)
    else { throw Unexpected() }
    return resident
  }

  private struct Unexpected: Error {}

  @Test func `everybody sees the list, heads only when asked for`() throws {
    let (bed, _, _) = try given()
    _ = try Self.guest(nil, bed)

    for role in [Role.director, .clerk, .association, .viewer] {
      let page = try bed.get("/desk/guests", as: role).text
      #expect(page.contains("Tran Van Ung") && page.contains("1 khách có tên, 1 lượt"))
      #expect(!page.contains("Khách L000003"))
      #expect(page.contains("Gộp vào người đã có") == (role == .director || role == .clerk))
    }
    #expect(try bed.get("/desk/guests?heads=1", as: .clerk).text.contains("Khách L000003"))
    #expect(try bed.get("/desk/residents", as: .clerk).text.contains("Khách chưa có thẻ (1)"))
    let today = try bed.get("/desk", as: .clerk).text
    #expect(today.contains("lượt không ghi tên"))
  }

  @Test func `a clerk finds the person whom the guest's name suggests, merges and parts`() throws {
    let (bed, resident, guest) = try given()
    let page = try bed.get("/desk/guests/\(guest.id)/merge", as: .clerk).text
    #expect(page.contains("Trần Văn Ứng") && page.contains("Đúng người này"))

    let merged = try bed.post(
      "/desk/guests/\(guest.id)/merge", ["resident": "\(resident.id)"], as: .clerk)

    #expect(merged.status == .seeOther)
    #expect(merged.headers["Location"] == "/desk/residents/\(resident.id)")
    let own = try bed.get("/desk/residents/\(resident.id)", as: .clerk).text
    #expect(own.contains("Khách đã gộp vào người này") && own.contains("Tách ra"))
    let other = try bed.get("/desk/residents/\(guest.id)", as: .clerk).text
    #expect(other.contains("Khách này đã được gộp") && !other.contains("/edit\""))
    #expect(try !bed.get("/desk/guests", as: .clerk).text.contains("Tran Van Ung"))
    let event = try #require(try bed.desk.store.event(at: try bed.desk.store.logSize() - 1))
    #expect(event.kind == "resident.merge" && event.fields["u"]?.integer != nil)

    let parted = try bed.post("/desk/guests/\(guest.id)/unmerge", [:], as: .clerk)

    #expect(parted.status == .seeOther)
    #expect(try bed.get("/desk/guests", as: .clerk).text.contains("Tran Van Ung"))
  }

  @Test(arguments: [Role.association, .viewer])
  func `nobody else may`(_ role: Role) throws {
    let (bed, resident, guest) = try given()
    let size = try bed.desk.store.logSize()

    let form = ["resident": "\(resident.id)"]
    #expect(
      try bed.post("/desk/guests/\(guest.id)/merge", form, as: role).status == .forbidden)
    #expect(try bed.get("/desk/guests/\(guest.id)/merge", as: role).status == .forbidden)
    #expect(
      try bed.post("/desk/guests/\(guest.id)/unmerge", [:], as: role).status == .forbidden)
    #expect(try bed.desk.store.logSize() == size)
  }

  @Test func `what may not be merged is said in words`() throws {
    let (bed, resident, guest) = try given()
    let second = try Self.guest("Le Van Hai", bed)

    let wrong = try bed.post(
      "/desk/guests/\(guest.id)/merge", ["resident": "\(second.id)"], as: .clerk)
    #expect(wrong.status == .unprocessableContent && wrong.text.contains("Chỉ gộp được vào người"))
    for form in [[:], ["resident": "99"], ["resident": "x"]] {
      let missing = try bed.post("/desk/guests/\(guest.id)/merge", form, as: .clerk)
      #expect(missing.status == .notFound)
    }
    let notAGuest = try bed.get("/desk/guests/\(resident.id)/merge", as: .clerk)
    #expect(notAGuest.status == .seeOther)
    let parted = try bed.post("/desk/guests/\(guest.id)/unmerge", [:], as: .clerk)
    #expect(parted.status == .unprocessableContent)
    #expect(try bed.get("/desk/guests/77/merge", as: .clerk).status == .notFound)
    let none = try bed.get("/desk/guests/\(guest.id)/merge?q=khong+ai", as: .clerk).text
    #expect(none.contains("làm thẻ mới cho khách"))
  }

  @Test func `a guest gets a card by the form of a resident`() throws {
    let (bed, _, guest) = try given()

    let page = "/desk/residents/\(guest.id)"
    #expect(try bed.get(page, as: .clerk).text.contains("Đồng ý lúc"))
    let saved = try bed.post(
      page, ["name": "Trần Văn Ưng", "birth": "1970", "do": "save"], as: .clerk)

    #expect(saved.status == .seeOther)
    let resident = try #require(try bed.desk.store.resident(id: guest.id))
    #expect(!resident.isGuest && resident.cardDigits.count == 10)
    #expect(try !bed.get("/desk/guests", as: .clerk).text.contains("Trần Văn Ưng"))
  }
}

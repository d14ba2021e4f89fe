import Centre
import Evidence
import HTTP
import Store
import Testing

@testable import Kiosk

/// The alarm "two histories" at the desk.
@Suite struct BranchNoticeTests {
  private func branched(_ reason: BranchReason) throws -> DeskRoomsBed {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    _ = try bed.desk.store.openEpoch(reason: reason, now: bed.desk.clock.read())
    return bed
  }

  @Test(arguments: [
    (BranchReason.restored, "cũ hơn phần đã gửi"), (.fork, "tỉnh đang giữ dữ liệu khác"),
  ])
  func `both pages say what happened and what to do until a director has noted it`(
    _ reason: BranchReason, _ words: String
  ) throws {
    let bed = try branched(reason)
    let old = try #require(try bed.desk.store.epochs().first?.log.hex)
    #expect(try bed.get("/desk", as: .viewer).text.contains("Có hai bản sổ của máy này"))
    #expect(try bed.get("/desk/transfers", as: .viewer).text.contains(words))
    let page = try bed.get("/desk/transfers", as: .director).text
    #expect(page.contains(String(old.prefix(8))))
    #expect(page.contains("Tỉnh chưa biết sổ mới"))
    #expect(page.contains("Đã rõ"))
    #expect(!page.contains("{"))

    let answer = try bed.post("/desk/transfers/branches", [:], as: .director)

    #expect(answer.status.code == 303)
    #expect(try !bed.get("/desk", as: .director).text.contains("Có hai bản sổ"))
    let after = try bed.get("/desk/transfers", as: .director).text
    #expect(after.contains("Mã sổ cũ"))
    #expect(after.contains(String(old.prefix(8))))
    #expect(!after.contains(words))
    let size = try bed.desk.store.logSize()
    #expect(try bed.desk.store.event(at: size - 1)?.kind == "log.seen")
  }

  @Test func `only a director ends the alarm`() throws {
    let bed = try branched(.fork)
    for role in Role.allCases where role != .director {
      let page = try bed.get("/desk/transfers", as: role)
      if page.status == .ok { #expect(!page.text.contains("transfers/branches")) }
      #expect(
        try bed.post("/desk/transfers/branches", [:], as: role).status == .forbidden, "\(role)")
    }
    #expect(
      try bed.post("/desk/transfers/branches", [:], as: .director, csrf: "x").status == .forbidden)
    #expect(try bed.desk.unseenBranches().count == 1)
  }

  @Test func `where the province has answered the page says how much is common`() throws {
    let bed = try branched(.restored)
    try bed.desk.store.takeBranch(numbers: [:], erased: [], fork: 1)
    try bed.desk.store.noteAnnounced(now: bed.desk.clock.read())

    let page = try bed.get("/desk/transfers", as: .viewer).text

    #expect(page.contains("hai sổ giống nhau ở 1 bản ghi đầu"))
    #expect(!page.contains("Tỉnh chưa biết"))
  }
}

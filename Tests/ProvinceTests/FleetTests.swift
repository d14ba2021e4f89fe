import Centre
import Evidence
import HTTP
import Testing

@testable import Province

@Suite struct FleetTests {
  private func get(_ province: TestProvince, _ target: String) throws -> Response {
    try province.router().respond(
      to: try Request(method: "GET", target: target, remoteAddress: "127.0.0.1"))
  }

  private func greet(
    _ province: TestProvince, _ kiosk: TestKiosk, _ more: [String: CanonicalValue]
  ) throws {
    var members = try #require(try CanonicalValue(json: try kiosk.hello()).object)
    members.merge(more) { $1 }
    let reception = Reception(
      pool: province.pool, admission: Admission(lanes: 4, eventsPerLaneSecond: 1000),
      clock: province.clock.wall)
    _ = try reception.greet(
      try Greeting(json: try CanonicalValue.object(members).canonical()), log: kiosk.log)
  }

  private func first(_ province: TestProvince) throws -> FleetKiosk {
    let fleet = try Fleet(
      province.pool, nowMilliseconds: province.clock.milliseconds, silentMilliseconds: 86_400_000)
    return try #require(fleet.kiosks.first)
  }

  @Test func `a kiosk that says how it is is shown so, and an older one is welcome`() throws {
    let province = try TestProvince()
    let kiosk = try province.enrolledKiosk()
    try greet(province, kiosk, [:])
    #expect(try first(province).diskPercent == nil)
    #expect(try first(province).troubles.isEmpty)

    try greet(
      province, kiosk,
      [
        "disk": .integer(91), "clock": .integer(1), "receipt": .integer(1_795_395_600),
        "epoch": .integer(2), "bulletin": .integer(7),
        "attention": .list([.text("disk"), .text("clock"), .text("printing")]),
      ])

    let shown = try first(province)
    #expect(shown.diskPercent == 91 && shown.clockQuality == 1 && shown.bulletin == 7)
    #expect(shown.epoch == 2 && shown.receiptMilliseconds == 1_795_395_600_000)
    #expect(shown.troubles == ["clock", "disk", "printing"])
    #expect(shown.state == .trouble)
  }

  @Test func `news that cannot be used keeps no kiosk away`() throws {
    let province = try TestProvince()
    let kiosk = try province.enrolledKiosk()

    try greet(
      province, kiosk,
      [
        "disk": .integer(101), "clock": .text("good"), "bulletin": .integer(0),
        "epoch": .boolean(true),
        "attention": .list([.text("a b"), .integer(3), .text("<b>"), .text("disk")]),
      ])

    let shown = try first(province)
    #expect(shown.diskPercent == nil && shown.clockQuality == nil && shown.bulletin == nil)
    #expect(shown.attention == ["disk"])
  }

  private func kiosk(_ change: (inout FleetKiosk) -> Void) -> FleetKiosk {
    var kiosk = FleetKiosk()
    kiosk.heardMilliseconds = 1_000_000
    change(&kiosk)
    return kiosk
  }

  @Test func `the silent come first, the longest silent at the top, the withdrawn last`() {
    let fleet = Fleet(kiosks: [
      kiosk {
        $0.centre = "1"; $0.isRevoked = true; $0.isSilent = true
      },
      kiosk { $0.centre = "2" },
      kiosk {
        $0.centre = "3"; $0.attention = ["disk"]
      },
      kiosk {
        $0.centre = "4"; $0.isSilent = true; $0.heardMilliseconds = 20
      },
      kiosk {
        $0.centre = "5"; $0.heardMilliseconds = nil
      },
      kiosk {
        $0.centre = "6"; $0.isSilent = true; $0.heardMilliseconds = 10
      },
      kiosk {
        $0.centre = "7"; $0.isBranched = true; $0.isSilent = true
      },
    ])
    #expect(fleet.kiosks.map(\.centre) == ["6", "4", "3", "5", "2", "7", "1"])
    #expect(
      fleet.kiosks.map(\.state) == [
        .silent, .silent, .trouble, .never, .complete, .branched, .revoked,
      ])
    var query = FleetQuery()
    query.isTroubleOnly = true
    #expect(query.rows(of: fleet).map(\.centre) == ["6", "4", "3", "5"])
  }

  @Test(arguments: FleetQuery.Sort.allCases)
  func `every order is one, keeps all rows and can be turned round`(sort: FleetQuery.Sort) {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var random = SplitMix(state: seed)
    let kiosks = (0..<200).map { index in
      kiosk {
        $0.log = "\(index)"
        $0.centre = "\(14_000 + Int.random(in: 0..<40, using: &random))-1"
        $0.size = Int64.random(in: 0..<4, using: &random)
        $0.heardMilliseconds = Int64.random(in: 0..<5, using: &random)
        $0.diskPercent =
          Bool.random(using: &random) ? Int64.random(in: 0...100, using: &random) : nil
        $0.version =
          Bool.random(using: &random) ? "0.2.\(Int.random(in: 0..<3, using: &random))" : nil
        $0.bulletin = Bool.random(using: &random) ? Int64.random(in: 1...3, using: &random) : nil
        $0.clockQuality =
          Bool.random(using: &random) ? Int64.random(in: 0...4, using: &random) : nil
      }
    }
    let fleet = Fleet(kiosks: kiosks)
    var query = FleetQuery()
    query.sort = sort

    let rows = query.rows(of: fleet)
    query.isReversed = true

    #expect(rows.map(\.log).sorted() == kiosks.map(\.log).sorted())
    #expect(query.rows(of: fleet).map(\.log) == rows.map(\.log).reversed())
    if sort == .waiting { #expect(rows.map(\.waiting) == rows.map(\.waiting).sorted(by: >)) }
    if sort == .disk {
      #expect(rows.compactMap(\.diskPercent) == rows.compactMap(\.diskPercent).sorted(by: >))
    }
  }

  @Test(
    arguments: [
      ("14464", ["14464-1"]), ("gia vien", ["14464-1"]), ("HOÀ", ["17662-1"]), ("hoa", ["17662-1"]),
      ("thanh vinh", ["17662-1"]), ("zz", []),
    ] as [(String, [String])])
  func `kiosks are found by code, by name and by unit, marks or not`(
    text: String, found: [String]
  ) {
    let fleet = Fleet(kiosks: [
      kiosk {
        $0.centre = "14464-1"; $0.name = "Xã Gia Viễn"
      },
      kiosk {
        $0.centre = "17662-1"; $0.name = "Nhà văn hóa"; $0.unit = "Phường Thành Vinh"
      },
    ])
    var query = FleetQuery()
    query.text = text
    #expect(query.rows(of: fleet).map(\.centre) == found)
  }

  @Test func `an address carries what was chosen, and comes back from it`() throws {
    var query = FleetQuery()
    query.text = "Gia Viễn & 50%"
    query.isTroubleOnly = true
    query.sort = .disk
    query.isReversed = true
    query.page = 3

    let request = try Request(method: "GET", target: query.address("/"))

    #expect(FleetQuery { request.query[$0] } == query)
    #expect(FleetQuery().address("/") == "/")
    #expect(FleetQuery { ["sort": "x", "page": "-4", "order": "y"][$0] } == FleetQuery())
  }

  @Test func `pages hold so many rows, and the last one what is left`() {
    var query = FleetQuery()
    query.page = 15
    let part = query.part(Array(0..<1_401), 100)
    #expect(part.rows == [1_400] && part.page == 15 && part.pages == 15)
    query.page = 99
    #expect(query.part(Array(0..<1_401), 100).page == 15)
    #expect(query.part([Int](), 100).pages == 1)
  }

  @Test func `JSON and CSV have the same columns, and no cell is a formula`() throws {
    let fleet = Fleet(kiosks: [
      kiosk {
        $0.centre = "14464-1"
        $0.name = "=HYPERLINK(\"http://x\"), \"Xã\""
        $0.heardMilliseconds = 1_795_395_600_000
        $0.attention = ["disk", "clock"]
      }
    ])
    let text = String(decoding: fleet.csv().dropFirst(3), as: UTF8.self)
    let lines = text.split(separator: "\r\n")

    #expect(fleet.csv().starts(with: CSVLine.byteOrderMark))
    #expect(lines.count == 2)
    #expect(lines[0].split(separator: ",").map(String.init) == FleetColumn.allCases.map(\.rawValue))
    #expect(lines[1].contains("\"'=HYPERLINK(\"\"http://x\"\"), \"\"Xã\"\"\""))
    #expect(lines[1].contains("2026-11-23 08:00"))
    #expect(lines[1].contains("disk clock"))
    let names = try #require(fleet.kiosks.first?.json.object?.keys)
    #expect(names.allSatisfy { FleetColumn(rawValue: $0) != nil })
    #expect(String(decoding: fleet.csv(separator: ";"), as: UTF8.self).contains("centre;unit;"))
  }

  @Test func `the table is given to this machine only, as a file`() throws {
    let province = try TestProvince()
    _ = try province.enrolledKiosk()

    let answer = try get(province, "/v1/kiosks.csv?separator=semicolon")

    #expect(answer.headers["Content-Type"] == "text/csv; charset=utf-8")
    #expect(
      answer.headers["Content-Disposition"] == "attachment; filename=\"kiosks-2026-11-23.csv\"")
    #expect(answer.text.contains("14464-1;"))
    let far = try province.router().respond(
      to: try Request(method: "GET", target: "/v1/kiosks.csv", remoteAddress: "10.0.0.8"))
    #expect(far.status == .forbidden)
  }

  @Test func `the page words every trouble, names the unknown one and links what it shows`() throws
  {
    let province = try TestProvince()
    _ = try province.application.units.take(
      Array(
        (ImportTests.header + "37,Ninh Bình,tỉnh,,2025-07-01,,\n14464,Gia Viễn,xã,37,2025-07-01,,\n")
          .utf8), isWhole: true, isDry: false)
    let kiosk = try province.enrolledKiosk()
    try greet(
      province, kiosk,
      ["disk": .integer(96), "attention": .list([.text("disk"), .text("newThing")])])

    let page = try get(province, "/?show=trouble&sort=disk").text

    for part in [
      "Ổ lưu trữ sắp đầy", "Việc khác: newThing", "<meter", "96 %", "aria-sort=\"ascending\"",
      "/v1/kiosks.csv?show=trouble&amp;sort=disk&amp;separator=semicolon", "Cần xem",
    ] { #expect(page.contains(part), "\(part)") }
    #expect(try get(province, "/?q=gia+vien").text.contains("14464-1"))
    #expect(try get(province, "/?q=khong+co").text.contains("Không có máy nào như vậy"))
    #expect(try get(province, "/centres").text.contains("14464-1"))
  }

  @Test func `every code that a kiosk may say has its words`() throws {
    for language in Language.allCases {
      let texts = try Texts(
        file: "\(TestProvince.assets)/text/province/\(language.rawValue).json")
      for code in [
        "silent", "never", "quarantine", "certificate", "branch", "clock", "disk", "diskFull",
        "cannotSave", "database", "screen", "printing", "ending", "over", "list", "listDamaged",
        "enrolment", "numbers",
        "fork", "restored", "damaged", "refused", "unknownKiosk", "revoked", "wrongProvince",
      ] { #expect(texts.phrase("fleet.trouble.\(code)") != nil, "\(code)") }
    }
  }

  @Test func `counts follow the watermark, undone visits, and where a log begins to count`() throws
  {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(6)
    try province.take(kiosk)
    func turns() throws -> Int64 { try province.integer("SELECT turns AS n FROM tally") }
    #expect(try turns() == 5)
    let tallies = Tallies(pool: province.pool)
    #expect(try tallies.refresh() == 0, "nothing moved")

    try kiosk.add("visit.undo", ["i": .integer(2)])
    try province.take(kiosk, from: 6)
    #expect(try turns() == 4)

    try province.pool.withConnection { connection in
      _ = try connection.change("UPDATE stream SET counted = 4")
    }
    #expect(try tallies.refresh() == 1)
    #expect(try turns() == 2)

    try province.application.projector.reset()
    #expect(try turns() == 2, "while the rows are made again the page shows what it knew")
    try province.application.projector.catchUp()
    #expect(try turns() == 2)
    #expect(try tallies.refresh() == 0)
  }
}

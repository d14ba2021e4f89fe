import Centre
import Evidence
import Testing

@testable import Province

@Suite struct ImportTests {
  static let header = "code,name,kind,parent,valid_from,valid_to,successor\n"
  static let good =
    header + """
      37,Ninh Bình,tỉnh,,1992-04-01,,
      14500,Gia Hòa,xã,37,1992-04-01,2025-06-30,14464
      14464,"Gia Viễn, mới",Xã,37,01/07/2025,,

      """

  private func take(
    _ province: TestProvince, _ text: String, isWhole: Bool = false, isDry: Bool = false
  ) throws -> UnitImport.Changes {
    try province.application.units.take(Array(text.utf8), isWhole: isWhole, isDry: isDry)
  }

  private func held(_ province: TestProvince) throws -> [BulletinUnit] {
    try province.pool.withConnection { try UnitImport.all($0) }
  }

  @Test func `units are taken with their names, days and successors`() throws {
    let province = try TestProvince()

    let changes = try take(province, Self.good)

    #expect(changes.added.map(\.code) == ["37", "14500", "14464"])
    let units = try held(province)
    #expect(units.map(\.code) == ["14464", "14500", "37"])
    #expect(units.map(\.name) == ["Gia Viễn, mới", "Gia Hòa", "Ninh Bình"])
    #expect(units[0].fromDay == UnitKind.reform.daysSince1970)
    #expect(units[1].successor == "14464")
    #expect(try take(province, Self.good).unchanged == 3)
  }

  @Test func `mark, semicolons, line ends and decomposed marks make no difference`() throws {
    let province = try TestProvince()
    _ = try take(province, Self.good)
    let other =
      "\u{FEFF}"
      + Self.good.replacing("\"Gia Viễn, mới\"", with: "Gia Vie\u{302}\u{303}n@ mới")
      .replacing(",", with: ";").replacing("@", with: ",").replacing("\n", with: "\r\n")

    #expect(try take(province, other).unchanged == 3)
  }

  @Test func `a dry run says what would change, and changes nothing`() throws {
    let province = try TestProvince()
    _ = try take(province, Self.good)
    let next =
      Self.good.replacing("Gia Hòa", with: "Gia Hoà cũ")
      + "14465,Liên Sơn,phường,37,2025-07-01,,\n"

    let changes = try take(province, next, isDry: true)

    #expect(changes.added.map(\.code) == ["14465"])
    #expect(changes.changed.map(\.code) == ["14500"])
    #expect(try held(province).count == 3)
    #expect(try take(province, next) == changes)
    #expect(try held(province).count == 4)
  }

  @Test func `what a file does not name stays, unless the file is the whole list`() throws {
    let province = try TestProvince()
    _ = try take(province, Self.good)
    let part = Self.header + "37,Tỉnh Ninh Bình mới,tỉnh,,1992-04-01,,\n"

    #expect(try take(province, part).removed.isEmpty)
    #expect(try held(province).count == 3)
    #expect(try take(province, part, isWhole: true).removed.map(\.code) == ["14464", "14500"])
    #expect(try held(province).count == 1)
  }

  struct Wrong: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let says: [String]
    var testDescription: String { name }
  }

  static let wrong = [
    Wrong(name: "nothing", text: "", says: ["is empty"]),
    Wrong(name: "a header alone", text: header, says: ["no units under it"]),
    Wrong(
      name: "a column missing", text: "code,name\n1,2\n",
      says: ["line 1", "lacks kind, parent, valid_from, valid_to, successor"]),
    Wrong(
      name: "a column twice", text: "code,code,name,kind,parent,valid_from,valid_to,successor\n",
      says: ["line 1, column 2", "stands twice"]),
    Wrong(
      name: "a code without its zero",
      text: header + "37,NB,tỉnh,,2025-07-01,,\n9187,A,xã,37,2025-07-01,,\n",
      says: ["line 3, column code", "leading zeros"]),
    Wrong(
      name: "a day that is none", text: header + "37,NB,tỉnh,,2025-02-30,,\n",
      says: ["line 2, column valid_from", "is not a day"]),
    Wrong(
      name: "no first day", text: header + "37,NB,tỉnh,,,,\n",
      says: ["line 2, column valid_from", "is empty"]),
    Wrong(
      name: "an unknown kind", text: header + "37,NB,làng,,2025-07-01,,\n",
      says: ["line 2, column kind", "\"làng\" is not a kind"]),
    Wrong(
      name: "a name without its marks", text: header + "37,Ninh B?nh,tỉnh,,2025-07-01,,\n",
      says: ["line 2, column name", "lost its marks"]),
    Wrong(
      name: "an open quote", text: header + "37,\"NB,tỉnh,,2025-07-01,,\n",
      says: ["line 2, column 2", "never closed"]),
    Wrong(
      name: "text after a quote", text: header + "37,\"NB\"x,tỉnh,,2025-07-01,,\n",
      says: ["line 2, column 2", "closing quote"]),
    Wrong(
      name: "more fields than columns", text: header + "37,NB,tỉnh,,2025-07-01,,,x\n",
      says: ["line 2, column 8", "more fields"]),
    Wrong(
      name: "a parent that is not there", text: header + "14464,GV,xã,37,2025-07-01,,\n",
      says: ["line 2, column parent", "no unit 37"]),
    Wrong(
      name: "spans that meet, after a line break in quotes",
      text: header + "37,\"N\nB\",tỉnh,,2025-07-01,,\n", says: ["line 2, column name"]),
    Wrong(
      name: "the same code twice",
      text: header + "37,NB,tỉnh,,2025-07-01,,\n37,NB,tỉnh,,2025-08-01,,\n",
      says: ["line 3, column valid_from", "stands already from 2025-07-01"]),
    Wrong(
      name: "a successor that is not there",
      text: header + "37,NB,tỉnh,,2025-07-01,2025-12-31,38\n",
      says: ["line 2, column successor", "no unit 38"]),
  ]

  @Test(arguments: wrong)
  func `a wrong file is refused by line and column, and nothing of it is taken`(
    given: Wrong
  )
    throws
  {
    let province = try TestProvince()
    let refusal = #expect(throws: ImportError.self) { try take(province, given.text) }
    let text = refusal?.description ?? ""
    for part in given.says + ["Nothing was changed."] { #expect(text.contains(part), "\(text)") }
    #expect(try held(province).isEmpty)
  }

  @Test func `every flaw is told at once, up to a screenful`() throws {
    let province = try TestProvince()
    let lines = (0..<60).map { "1446\($0 % 10),A,xã,99,2025-07-01,,\n" }.joined()

    let refusal = #expect(throws: ImportError.self) { try take(province, Self.header + lines) }

    #expect(refusal?.description.contains("and 70 more") == true, "\(refusal?.description ?? "")")
  }

  @Test func `bytes that are no text, and those of another encoding, are refused`() throws {
    let province = try TestProvince()
    for bytes in [[0xFF, 0xFE, 0x41], Array(Self.header.utf8) + [0xC3], [0, 1]] as [[UInt8]] {
      #expect(throws: ImportError.self) {
        try province.application.units.take(bytes, isWhole: false, isDry: false)
      }
    }
  }

  @Test func `a held unit that a file leaves without its parent is named`() throws {
    let province = try TestProvince()
    _ = try take(province, Self.good)
    let late = Self.header + "37,Ninh Bình,tỉnh,,2026-01-01,,\n"

    let refusal = #expect(throws: ImportError.self) { try take(province, late) }

    #expect(refusal?.description.contains("Unit 14500 (Gia Hòa), which is held already") == true)
    #expect(try held(province).count == 3)
  }

  @Test func `the samples that are shipped can be taken`() throws {
    let province = try TestProvince()
    let folder = TestProvince.assets + "/../kiosk-config"

    let units = try province.application.units.take(
      PlainFile.read("\(folder)/units.csv"), isWhole: true, isDry: false)
    let rubrics = try province.application.rubrics.take(
      PlainFile.read("\(folder)/rubrics.json"), isDry: false)

    #expect(units.added.count == 10)
    #expect(rubrics == RubricImport.Taken(rubrics: 2, targets: 9, unconfirmed: 6))
    _ = try province.application.publisher.publish()
    #expect(try province.application.bulletinPublisher.publishIfDue()?.units == 10)
    let content = try #require(try province.application.bulletins.bulletin()).content
    #expect(content.rubrics.map(\.model) == ["citizen", "family"])
    #expect(content.rubrics[0].criteria.reduce(0) { $0 + $1.points } == 100)
    #expect(content.targets.filter(\.isConfirmed).map(\.percent) == [60, 65, 65, 70, 80])
    // What domain.md marks with a question mark is marked in the data, with the source it is said to have.
    #expect(content.targets.filter { !$0.isConfirmed }.map(\.percent) == [75, 75, 80, 90])
    #expect(content.targets.allSatisfy { !$0.source.isEmpty })
    let open = content.rubrics.flatMap(\.criteria).filter { !$0.isConfirmed }
    #expect(open.map(\.points) == [20, 20])
  }

  @Test(arguments: [
    ("{", "line 1: This is not JSON"),
    ("[]", "must be an object"),
    (#"{"rubric":[]}"#, "must be an object"),
    (#"{"rubrics":{}}"#, "must be a list"),
    (
      #"{"targets":[{"model":"citizen","year":2030,"percent":160,"source":"x"}]}"#,
      "targets[0].percent"
    ),
    (
      #"{"targets":[{"model":"a","year":2030,"percent":6,"source":"x","confirmed":"no"}]}"#,
      "targets[0].confirmed"
    ),
    (#"{"targets":[{"model":"a b","year":2030,"percent":60,"source":"x"}]}"#, "targets[0].model"),
    (
      #"{"rubrics":[{"model":"citizen","group":"","year":2024,"title":"x","decision":"y","criteria":[]}]}"#,
      "rubrics[0].criteria"
    ),
    (
      #"{"targets":[{"model":"a","year":2030,"percent":6,"source":"x"},{"model":"a","year":2030,"percent":7,"source":"x"}]}"#,
      "stands twice"
    ),
  ])
  func `wrong rubrics are refused by their place`(json: String, says: String) throws {
    let province = try TestProvince()
    let refusal = #expect(throws: ImportError.self) {
      try province.application.rubrics.take(Array(json.utf8), isDry: false)
    }
    #expect(refusal?.description.contains(says) == true, "\(refusal?.description ?? "")")
    #expect(try province.count("target") == 0)
  }
}

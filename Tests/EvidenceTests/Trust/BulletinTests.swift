import Testing

@testable import Evidence

@Suite struct BulletinTests {
  private func content(
    _ bed: TrustBed, sequence: Int64 = 7, at seconds: Int64 = TrustBed.now,
    change: (inout [BulletinUnit], inout [BulletinAnnouncement], inout [BulletinRubric]) -> Void = {
      _, _, _ in
    }
  ) throws -> BulletinContent {
    var units = [
      BulletinUnit(code: "37", name: "Ninh Bình", kind: "province", parent: nil, fromDay: 20_270),
      BulletinUnit(
        code: "14500", name: "Gia Hòa", kind: "commune", parent: "37", fromDay: 20_270,
        toDay: 20_572, successor: "14464"),
    ]
    var announcements = [
      BulletinAnnouncement(
        id: 3, title: "Tuần lễ học tập suốt đời", text: "Từ 1 đến 7 tháng 10.\nMời mọi người.",
        fromDay: 20_720, toDay: 20_740)
    ]
    var rubrics = [
      BulletinRubric(
        model: "citizen", year: 2024, title: "Công dân học tập", decision: "324/QĐ-KHVN",
        passTotal: 80, passEach: 5,
        criteria: (1...10).map {
          .init(id: "A\($0)", title: "Tiêu chí \($0)", points: 10, evidence: ["attendance"])
        })
    ]
    change(&units, &announcements, &rubrics)
    return BulletinContent(
      sequence: sequence, issuedAtSeconds: seconds, province: "hoc.ninhbinh.example",
      roots: bed.roots,
      devices: [
        BulletinDevice(
          device: "kiosk-14464-1", key: bed.device.publicKey, centre: "14464-1",
          expiresSeconds: TrustBed.now + 86_400)
      ], bundle: try bed.bundle(roots: bed.roots), units: units, rubrics: rubrics,
      targets: [BulletinTarget(model: "citizen", year: 2030, percent: 60, source: "1373/QĐ-TTg")],
      announcements: announcements)
  }

  private func bulletin(_ bed: TrustBed, _ content: BulletinContent? = nil) throws -> Bulletin {
    try Bulletin.issue(
      try content ?? self.content(bed), certificate: bed.statusCertificate,
      key: bed.status.ed25519)
  }

  private func code(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return (error as? TrustError)?.code ?? "\(error)"
    }
  }

  @Test func `a bulletin comes back from its bytes with all that it says, and is vouched for`()
    throws
  {
    let bed = try TrustBed(isHybrid: true)
    let content = try content(bed)
    let made = try bulletin(bed, content)

    let read = try Bulletin(bytes: made.bytes)

    #expect(read == made)
    #expect(read.content == content)
    #expect(try read.verify(by: bed.roots) == bed.roots.roots[0])
    #expect(Bulletin.isLikely(made.bytes))
    #expect(!Bulletin.isLikely(content.bundle.bytes))
  }

  @Test func `its bytes are tag 18 over the header that others expect`() throws {
    let bed = try TrustBed()
    let made = try bulletin(bed)

    guard case .tagged(18, let array) = try CBOR.decode(made.bytes, maxBytes: 1 << 20) else {
      Issue.record("no tag 18")
      return
    }
    let message = try Sign1(array: array)
    let header = try CBOR.decode(message.protected)

    #expect(header[1] == .integer(-8))
    #expect(header[4] == .bytes(bed.status.ed25519.publicKey.keyId))
    #expect(header[13] == (try CBOR.decode(bed.statusCertificate.bytes)))
    #expect(header[16] == .text("application/learning-kiosk-bulletin"))
    let members = try CanonicalValue(canonical: message.payload).object
    #expect(members?["v"] == .integer(1))
    #expect(members?["seq"] == .integer(7))
    #expect(
      members?.keys.sorted() == [
        "announcements", "bundle", "devices", "issued", "province", "roots", "rubrics", "seq",
        "targets", "units", "v",
      ])
  }

  @Test func `a stranger's, a demonstration root's and an untimely bulletin are refused`() throws {
    let bed = try TrustBed()
    let other = try TrustBed()
    let made = try bulletin(bed)
    let shown = RootKey(
      key: bed.root.ed25519.publicKey, name: "x", notBeforeDay: 0, isDemonstration: true)
    let young = RootKey(
      key: bed.root.ed25519.publicKey, name: "x", notBeforeDay: TrustBed.day + 1)

    #expect(code { try made.verify(by: other.roots) } == "unknown-root")
    #expect(code { try made.verify(by: RootList(roots: [shown])) } == "unknown-root")
    #expect(code { try made.verify(by: RootList(roots: [young])) } == "before-root")
    let late = try content(bed, at: TrustBed.now + 2 * StatusCertificate.validitySeconds)
    #expect(code { _ = try bulletin(bed, late) } == "contradiction:validity")
  }

  @Test func `no byte can be changed`() throws {
    let bed = try TrustBed()
    let made = try bulletin(bed)
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var random = SeededGenerator(seed: seed)
    let places = (0..<300).map { _ in Int.random(in: 0..<made.bytes.count, using: &random) }

    for place in places + [0, made.bytes.count - 1] {
      var bytes = made.bytes
      bytes[place] ^= UInt8.random(in: 1...255, using: &random)
      #expect(
        code { try Bulletin(bytes: bytes).verify(by: bed.roots) } != nil, "byte \(place)")
    }
  }

  @Test func `bytes cut anywhere, or with something after them, are refused`() throws {
    let bed = try TrustBed()
    let bytes = try bulletin(bed).bytes

    for count in stride(from: 0, to: bytes.count, by: 97) {
      #expect(code { _ = try Bulletin(bytes: Array(bytes.prefix(count))) } != nil)
    }
    #expect(code { _ = try Bulletin(bytes: bytes + [0]) } != nil)
    let long = [UInt8](repeating: 0xD2, count: Bulletin.byteLimit + 1)
    #expect(code { _ = try Bulletin(bytes: long) } == "too-long")
  }

  struct Flaw: CustomTestStringConvertible, Sendable {
    let code: String
    let path: [String]
    let value: CanonicalValue?
    var testDescription: String { code }
  }

  @Test(arguments: [
    Flaw(code: "bulletin:v", path: ["v"], value: nil),
    Flaw(code: "version", path: ["v"], value: .integer(2)),
    Flaw(code: "bulletin:more", path: ["more"], value: .integer(1)),
    Flaw(code: "bulletin:seq", path: ["seq"], value: .integer(0)),
    Flaw(code: "bulletin:issued", path: ["issued"], value: .integer(-1)),
    Flaw(code: "bulletin:province", path: ["province"], value: .text("")),
    Flaw(code: "roots", path: ["roots"], value: .object([:])),
    Flaw(code: "bulletin:bundle", path: ["bundle"], value: .text("?")),
    Flaw(code: "cbor:truncated", path: ["bundle"], value: .text("")),
    Flaw(code: "bulletin:units", path: ["units"], value: .integer(1)),
    Flaw(code: "bulletin:units:0", path: ["units"], value: .list([.integer(1)])),
    Flaw(code: "bulletin:units:0:code", path: ["units", "0", "code"], value: nil),
    Flaw(code: "bulletin:units:1:to", path: ["units", "1", "to"], value: .integer(3)),
    Flaw(code: "bulletin:units:0:age", path: ["units", "0", "age"], value: .integer(3)),
    Flaw(code: "bulletin:devices:0:key", path: ["devices", "0", "key"], value: .text("00")),
    Flaw(
      code: "bulletin:announcements:0:title", path: ["announcements", "0", "title"],
      value: .text("hai\ndòng")),
    Flaw(
      code: "bulletin:announcements:0:text", path: ["announcements", "0", "text"],
      value: .text("\u{202E}ngược")),
    Flaw(
      code: "bulletin:announcements:0:to", path: ["announcements", "0", "to"], value: .integer(1)),
    Flaw(
      code: "bulletin:targets:0:percent", path: ["targets", "0", "percent"], value: .integer(101)),
    Flaw(
      code: "bulletin:rubrics:0:criteria:2:points",
      path: ["rubrics", "0", "criteria", "2", "points"], value: .integer(-1)),
    Flaw(
      code: "bulletin:rubrics:0:criteria:id", path: ["rubrics", "0", "criteria", "2", "id"],
      value: .text("A1")),
    Flaw(
      code: "bulletin:rubrics:0:passTotal", path: ["rubrics", "0", "passTotal"],
      value: .integer(101)),
  ])
  func `a signed payload that breaks the form is refused by the place of the flaw`(
    flaw: Flaw
  )
    throws
  {
    let bed = try TrustBed()
    let payload = try changed(try content(bed).value, flaw.path[...], flaw.value).canonical()
    let header: [(label: Int64, value: CBOR)] = [
      (4, .bytes(bed.status.ed25519.publicKey.keyId)),
      (13, try CBOR.decode(bed.statusCertificate.bytes)),
      (16, .text("application/learning-kiosk-bulletin")),
    ]
    let message = try Sign1.sign(header: header, bytes: payload, key: bed.status.ed25519)

    #expect(code { _ = try Bulletin(bytes: message.tagged) } == flaw.code)
  }

  private func changed(
    _ value: CanonicalValue, _ path: ArraySlice<String>, _ new: CanonicalValue?
  ) throws -> CanonicalValue {
    guard let name = path.first else { return value }
    let rest = path.dropFirst()
    if var members = value.object {
      let inner = members[name] ?? .integer(0)
      members[name] = rest.isEmpty ? new : try changed(inner, rest, new)
      return .object(members)
    }
    var list = try #require(value.list)
    let index = try #require(Int(name))
    list[index] = try changed(list[index], rest, new)
    return .list(list)
  }

  @Test func `more entries than a list may have are not given out`() throws {
    let bed = try TrustBed()
    let many = (0...BulletinContent.Limit.announcements).map {
      BulletinAnnouncement(id: Int64($0 + 1), title: "x", text: "y", fromDay: 1, toDay: 2)
    }
    let content = try content(bed) { _, announcements, _ in announcements = many }

    #expect(code { _ = try bulletin(bed, content) } == "bulletin:announcements")
  }

  @Test func `payload that is not canonical is refused though it is signed`() throws {
    let bed = try TrustBed()
    let payload = [UInt8(ascii: " ")] + (try content(bed).value.canonical())
    let header: [(label: Int64, value: CBOR)] = [
      (4, .bytes(bed.status.ed25519.publicKey.keyId)),
      (13, try CBOR.decode(bed.statusCertificate.bytes)),
      (16, .text("application/learning-kiosk-bulletin")),
    ]
    let message = try Sign1.sign(header: header, bytes: payload, key: bed.status.ed25519)

    #expect(code { _ = try Bulletin(bytes: message.tagged) }?.hasPrefix("bulletin:json") == true)
  }
}

import Centre
import Evidence
import HTTP
import Store
import Synchronization
import Testing

@testable import Kiosk

extension ProvinceKeys {
  /// A bulletin with this number around a bundle.
  func bulletin(
    _ sequence: Int64, bundle: [UInt8]? = nil, after seconds: Int64 = 0, roots: RootList? = nil,
    units: [BulletinUnit] = [], announcements: [BulletinAnnouncement] = []
  ) throws -> [UInt8] {
    let content = BulletinContent(
      sequence: sequence, issuedAtSeconds: now + seconds, province: "nb.example",
      roots: roots ?? self.roots, bundle: try TrustBundle(bytes: try bundle ?? self.bundle()),
      units: units, announcements: announcements)
    return try Bulletin.issue(
      content, certificate: statusCertificate, key: status.ed25519
    ).bytes
  }
}

@Suite struct BulletinFilesTests {
  private func given() throws -> (Bed, ProvinceKeys) {
    let bed = try Bed()
    let province = try ProvinceKeys(bed)
    try province.enrol(bed, certificate: try province.certificate(bed))
    return (bed, province)
  }

  private func reason(_ body: () throws -> Void) -> TrustError.Reason? {
    do {
      try body()
      return nil
    } catch {
      return (error as? TrustError)?.reason
    }
  }

  @Test func `a bulletin is taken whole: its list counts, its units and announcements are known`()
    throws
  {
    let (bed, province) = try given()
    let today = Day(wallMilliseconds: bed.now.wallMilliseconds).daysSince1970
    let bytes = try province.bulletin(
      4, bundle: try province.bundle(["14464-1-2026-000001": nil]),
      units: [
        BulletinUnit(code: "14464", name: "Gia Viễn", kind: "commune", parent: "37", fromDay: 1)
      ],
      announcements: [
        BulletinAnnouncement(id: 1, title: "Hôm nay", text: "a", fromDay: today, toDay: today),
        BulletinAnnouncement(id: 2, title: "Mai", text: "b", fromDay: today + 1, toDay: today + 1),
      ])

    #expect(try bed.desk.keys.trust.take(bulletin: bytes) == .taken)
    #expect(try bed.desk.keys.trust.take(bulletin: bytes) == .repeated)

    #expect(try bed.desk.bulletin()?.sequence == 4)
    #expect(try bed.desk.heldTrust().trust.list?.table.revokedCount == 1)
    #expect(try bed.desk.unit("14464")?.fullName == "Xã Gia Viễn")
    #expect(try bed.desk.announcements(on: Day(daysSince1970: today)).map(\.title) == ["Hôm nay"])
    #expect(try bed.desk.announcements(on: Day(daysSince1970: today + 2)).isEmpty)
    #expect(try Keys(data: bed.folder).trust.bulletin().held?.sequence == 4, "after a restart")
    #expect(bed.desk.condition().bulletin == 4)
  }

  @Test func `a smaller number, and another text under the same, are refused`() throws {
    let (bed, province) = try given()
    let trust = bed.desk.keys.trust
    _ = try trust.take(bulletin: try province.bulletin(4))

    #expect(reason { _ = try trust.take(bulletin: try province.bulletin(3, after: 60)) } == .older)
    #expect(reason { _ = try trust.take(bulletin: try province.bulletin(4, after: 60)) } == .older)
    #expect(try trust.take(bulletin: try province.bulletin(5)) == .taken)
    #expect(try bed.desk.bulletin()?.sequence == 5)
  }

  @Test func `a newer bulletin around an older list takes nothing back`() throws {
    let (bed, province) = try given()
    let trust = bed.desk.keys.trust
    let notice = try province.notice(bed)
    _ = try trust.take(
      try province.bundle(["14464-1-2026-000001": nil], after: 600, notices: [notice]))
    let before = try bed.desk.heldTrust()

    #expect(try trust.take(bulletin: try province.bulletin(9)) == .taken)

    let after = try bed.desk.heldTrust()
    #expect(try bed.desk.bulletin()?.sequence == 9)
    #expect(after.bundle == before.bundle)
    #expect(after.trust == before.trust)
    #expect(after.trust.list?.table.revokedCount == 1)
    #expect(after.trust.notices == [notice])
  }

  @Test func `notices of a list that is replaced are kept`() throws {
    let (bed, province) = try given()
    let trust = bed.desk.keys.trust
    let notice = try province.notice(bed)
    _ = try trust.take(
      bulletin: try province.bulletin(1, bundle: province.bundle(notices: [notice])))

    _ = try trust.take(bulletin: try province.bulletin(2, bundle: province.bundle(after: 60)))

    #expect(try bed.desk.heldTrust().trust.notices == [notice])
    #expect(try bed.desk.heldTrust().bundle?.notices == [])
  }

  @Test func `of a stranger's bulletin, or one with a flaw in its list, nothing is used`() throws {
    let (bed, province) = try given()
    let trust = bed.desk.keys.trust
    let other = try ProvinceKeys(bed)
    let before = try bed.desk.heldTrust()
    var spoilt = try province.bulletin(1)
    spoilt[spoilt.count - 1] ^= 1

    #expect(reason { _ = try trust.take(bulletin: try other.bulletin(1)) } == .roots)
    #expect(reason { _ = try trust.take(bulletin: spoilt) } == .bulletinSignature)
    // The list is another province's, though this one's status key signed around it.
    let mixed = try province.bulletin(1, bundle: try other.bundle())
    #expect(reason { _ = try trust.take(bulletin: mixed) } == .unknownRoot)

    #expect(try bed.desk.heldTrust() == before)
    #expect(try bed.desk.bulletin() == nil)
    #expect(!Files.exists("\(bed.desk.keys.directory)/\(Bulletin.fileName)"))
  }

  @Test func `the next root comes with a bulletin under the same rules as with a list`() throws {
    let (bed, province) = try given()
    let next = HybridKey(ed25519: SigningKey(), mldsa65: nil)
    let longer = try province.roots.adding(
      name: "Ninh Bình 2", notBeforeDay: 20_500, key: next, after: province.root)
    let strange = RootList(
      roots: province.roots.roots + [
        RootKey(key: next.ed25519.publicKey, name: "x", notBeforeDay: 20_500)
      ])
    let trust = bed.desk.keys.trust

    #expect(
      reason { _ = try trust.take(bulletin: try province.bulletin(1, roots: strange)) } == .roots)
    _ = try trust.take(bulletin: try province.bulletin(2, roots: longer))

    #expect(try bed.desk.heldTrust().trust.roots.roots.count == 2)
    #expect(try Keys(data: bed.folder).trust.current().trust.roots.roots.count == 2)
  }

  @Test func `a torn write leaves the old bulletin`() throws {
    let (bed, province) = try given()
    let trust = bed.desk.keys.trust
    _ = try trust.take(bulletin: try province.bulletin(1))
    // What a power cut in the middle of the next one leaves: a draft beside the file.
    let path = "\(bed.desk.keys.directory)/\(Bulletin.fileName)"
    let draft = "\(path).99999999-1.new"
    try Files.write(Array(try province.bulletin(2).prefix(100)), to: draft)

    #expect(try Keys(data: bed.folder).trust.bulletin().held?.sequence == 1)
    Files.removeDrafts(in: bed.desk.keys.directory)
    #expect(!Files.exists(draft))
  }

  @Test func `a damaged bulletin is told and replaced by the next, the list stays in force`() throws
  {
    let (bed, province) = try given()
    let trust = bed.desk.keys.trust
    let path = "\(bed.desk.keys.directory)/\(Bulletin.fileName)"
    _ = try trust.take(
      bulletin: try province.bulletin(3, bundle: province.bundle(["14464-1-2026-000001": nil])))
    try Files.write([1, 2, 3], to: path)

    #expect(try trust.bulletin().held == nil)
    #expect(try trust.bulletin().damage != nil)
    #expect(try bed.desk.needs().contains(.listDamaged))
    #expect(try bed.desk.heldTrust().trust.list?.table.revokedCount == 1)
    #expect(try trust.take(bulletin: try province.bulletin(2)) == .taken)
    #expect(try bed.desk.bulletin()?.sequence == 2)
    #expect(try bed.desk.heldTrust().trust.list?.table.revokedCount == 1)
  }

  // MARK: By network

  private func pair() throws -> (Bed, ScriptedProvince, ProvinceKeys) {
    let bed = try Bed()
    let keys = try ProvinceKeys(bed)
    let province = try ScriptedProvince(bed)
    try province.enrol(certificate: try keys.certificate(bed), roots: keys.roots)
    return (bed, province, keys)
  }

  @Test func `a new bulletin comes in place of the list; beside an old one the list is asked for`()
    throws
  {
    let (bed, province, keys) = try pair()
    let bytes = try keys.bulletin(1, bundle: keys.bundle(["14464-1-2026-000001": nil]))
    let tags = Mutex<[String?]>([])
    province.on("bulletin") { request in
      tags.withLock { $0.append(request.header("If-None-Match")) }
      #expect(request.header("Authorization") == nil)
      return request.header("If-None-Match") == "\"b1\""
        ? .empty(.notModified)
        : .bytes(bytes, contentType: Bulletin.mediaType).with("ETag", "\"b1\"")
    }
    let worker = province.worker()

    _ = try worker.step()
    #expect(!province.requests.contains { $0.contains("bundle") })
    bed.wait(seconds: 3_600)
    _ = try worker.step(isForced: true)

    #expect(tags.withLock { $0 } == [nil, "\"b1\""])
    #expect(province.requests.count { $0.contains("bundle") } == 1)
    #expect(try bed.desk.bulletin()?.sequence == 1)
    #expect(try bed.desk.heldTrust().trust.list?.table.revokedCount == 1)
  }

  @Test func `where there is no bulletin, or none that is taken, the list is asked for`() throws {
    for (status, isSpoilt) in [(Status.notFound, false), (.ok, true), (.serviceUnavailable, false)]
    {
      let (bed, province, keys) = try pair()
      let bundle = try keys.bundle(["14464-1-2026-000001": nil])
      let bulletin = Array(try keys.bulletin(1).dropLast(isSpoilt ? 9 : 0))
      province.on(["bulletin", "bundle"]) { request in
        guard request.path == "/v1/bulletin" else {
          return .bytes(bundle, contentType: TrustBundle.mediaType)
        }
        return status == .ok
          ? .bytes(bulletin, contentType: Bulletin.mediaType) : .empty(status)
      }

      #expect(try province.worker().step() == .balanced)

      #expect(try bed.desk.bulletin() == nil)
      #expect(try bed.desk.heldTrust().trust.list?.table.revokedCount == 1)
    }
  }

  @Test func `a pull of news never erases what is unsent`() throws {
    let (bed, province, keys) = try pair()
    _ = try bed.openCourse()
    for index in 0..<20 {
      let resident = try bed.addResident("Đỗ Thị \(letters(index))")
      _ = try bed.desk.checkIn(resident: resident.id, source: .search)
    }
    let size = try bed.desk.store.logSize()
    let before = try bed.desk.store.lines(from: 0, to: size)
    let bytes = try keys.bulletin(1)
    province.on(["bulletin", "entries"]) { request in
      request.path == "/v1/bulletin"
        ? .bytes(bytes, contentType: Bulletin.mediaType) : .empty(.serviceUnavailable)
    }

    _ = try province.worker().step()

    #expect(try bed.desk.store.lines(from: 0, to: size) == before)
    #expect(try bed.desk.balance().confirmed == 0)
    #expect(try bed.desk.balance().waiting == size)
  }

  @Test func `the hello says how the kiosk is`() throws {
    let (bed, province, keys) = try pair()
    _ = try bed.desk.keys.trust.take(bulletin: try keys.bulletin(6))
    let seen = Mutex<[String: CanonicalValue]>([:])
    province.on("hello") { request in
      let members = try CanonicalValue(json: request.body).object ?? [:]
      seen.withLock { $0 = members }
      return try ScriptedProvince.hello(next: 0, root: Merkle.emptyRoot)
    }
    let client = Client(settings: ClientSettings(bed.desk.settings.sync))
    let desk = bed.desk
    let worker = SyncWorker(
      store: desk.store, keys: desk.keys, clock: desk.clock, settings: desk.settings.sync,
      logger: Bed.quiet, condition: { desk.condition() }, send: { try client.send($0) })
    bed.set { $0.quality = .restoredFloor }

    _ = try worker.step(isForced: true)

    let members = seen.withLock { $0 }
    #expect(members["bulletin"] == .integer(6))
    #expect(members["clock"] == .integer(1))
    #expect(members["attention"]?.list?.contains(.text("clock")) == true)
    #expect((0...100).contains(members["disk"]?.integer ?? -1))
    #expect(members["epoch"] == nil && members["receipt"] == nil)
  }
}

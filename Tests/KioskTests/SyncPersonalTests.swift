import Evidence
import HTTP
import Store
import Synchronization
import Testing

@testable import Kiosk

/// The personal values that follow the log.
@Suite struct SyncPersonalTests {
  /// The heaviest document that the line lets through.
  private static let lineBytes = 6_000

  /// A kiosk whose residents' values weigh several times as much.
  private func given(residents: Int = 120) throws -> (Bed, ScriptedProvince) {
    let bed = try Bed(
      configuration: "[sync]\npersonalKinds = [\"resident.add\"]\n[desk]\npasswordCost = 10")
    let letters = Array("ABCDEGHIKLMN").map { String($0) }
    for index in 0..<residents {
      _ = try bed.addResident(
        "Nguyễn Văn \(letters[index / 12 % 12])\(letters[index % 12].lowercased())")
    }
    let province = try ScriptedProvince(bed)
    try province.enrol()
    return (bed, province)
  }

  /// The values that arrived, by the ranges of their documents, counted as the province does: a document
  /// beyond a gap is kept, but does not move the count.
  private final class Arrived: Sendable {
    let documents = Mutex<[(range: Range<Int64>, values: [PersonalValue])]>([])
    private let counted: Mutex<Int64>

    /// - Parameter next: documents have come for [0, next) before.
    init(next: Int64 = 0) { counted = Mutex(next) }

    func take(_ request: Request) throws -> Response {
      let range = try ScriptedProvince.documentRange(request)
      let values = try PersonalDocument(gzip: request.body).values
      documents.withLock { $0.append((range, values)) }
      return try ScriptedProvince.valuesTaken(
        next: counted.withLock { next in
          if range.lowerBound <= next { next = max(next, range.upperBound) }
          return next
        })
    }

    var next: Int64 { counted.withLock { $0 } }
    var values: [PersonalValue] { documents.withLock { $0.flatMap(\.values) } }

    /// Whether the documents follow one another from 0 on without a gap.
    func areSeamless(to size: Int64) -> Bool {
      let ranges = documents.withLock { $0.map(\.range) }
      return ranges.map(\.lowerBound) == [0] + ranges.dropLast().map(\.upperBound)
        && ranges.last?.upperBound == size
    }
  }

  private func expectWhole(_ arrived: Arrived, _ bed: Bed) throws {
    let size = try bed.desk.store.logSize()
    let all = try bed.desk.store.personalValues(from: 0, to: size)
    #expect(arrived.values.count == all.count)
    #expect(Set(arrived.values.map(\.seq)) == Set(all.map(\.seq)))
    #expect(arrived.areSeamless(to: size))
    #expect(try bed.desk.store.syncState().personalConfirmed == size)
  }

  @Test func `a document that is too large for the province comes in smaller ones`() throws {
    let (bed, province) = try given()
    let arrived = Arrived()
    province.on("personal") { request in
      guard request.body.count <= Self.lineBytes else { return .empty(.contentTooLarge) }
      return try arrived.take(request)
    }

    #expect(try province.worker().step() == .balanced)

    try expectWhole(arrived, bed)
    #expect(arrived.documents.withLock { $0.count } > 1)
  }

  @Test func `a line that is cut under large documents brings all values over in the end`() throws {
    let (bed, province) = try given()
    let arrived = Arrived()
    province.on("personal") { try arrived.take($0) }
    let worker = SyncWorker(
      store: bed.desk.store, keys: bed.desk.keys, clock: bed.desk.clock,
      settings: bed.desk.settings.sync, logger: Bed.quiet,
      send: { request in
        guard !request.url.contains("/personal/") || request.body?.count ?? 0 <= Self.lineBytes
        else { throw ClientError(operation: "send", reason: .timeout, code: 28, message: "cut") }
        return try Client().send(request)
      })

    var outcomes: [SyncOutcome] = []
    for _ in 0..<8 where outcomes.last != .balanced {
      outcomes.append(try worker.step(isForced: true))
    }

    #expect(outcomes.count > 1, "the line never broke")
    #expect(outcomes.last == .balanced, "\(outcomes)")
    try expectWhole(arrived, bed)
  }

  @Test func `values that do not get through keep no news away`() throws {
    let (bed, province) = try given(residents: 1)
    let keys = try ProvinceKeys(bed)
    try province.enrol(certificate: try keys.certificate(bed), roots: keys.roots)
    let bundle = try keys.bundle()
    province.on(["personal", "bundle"]) { request in
      request.path == "/v1/bundle"
        ? .bytes(bundle, contentType: TrustBundle.mediaType) : .empty(.internalServerError)
    }

    let outcome = try province.worker().step()

    #expect(outcome.word == "stranger", "\(outcome)")
    #expect(try bed.desk.heldTrust().bundle?.bytes == bundle)
  }

  @Test func `values are sent again to a province that has lost the log`() throws {
    let (bed, province) = try given(residents: 3)
    let worker = province.worker()
    #expect(try worker.step() == .balanced)
    let size = try bed.desk.store.logSize()
    let arrived = Arrived()
    let isCut = Mutex(true)
    let hello = try ScriptedProvince.hello(next: 0, root: Merkle.emptyRoot)
    province.on(["hello", "personal"]) { request in
      guard request.path.contains("/personal/") else { return hello }
      return isCut.withLock { $0 } ? .empty(.internalServerError) : try arrived.take(request)
    }

    _ = try worker.step(isForced: true)
    isCut.withLock { $0 = false }
    // By now the entries are there again; the values are still owed.
    let root = try #require(try bed.desk.store.compactRange(at: size)?.root)
    let whole = try ScriptedProvince.hello(next: size, root: root)
    province.on(["hello", "personal"]) { request in
      request.path.contains("/personal/") ? try arrived.take(request) : whole
    }

    #expect(try worker.step(isForced: true) == .balanced)
    try expectWhole(arrived, bed)
  }

  @Test
  func `what a province that was put back is without comes again, also what it does not wait for`()
    throws
  {
    let (bed, province) = try given()
    let worker = province.worker()
    #expect(try worker.step() == .balanced)
    let size = try bed.desk.store.logSize()
    // When its copy was made, the values were behind the entries.
    let (entries, values) = (size * 2 / 3, size / 3)
    let arrived = Arrived(next: values)
    let root = try #require(try bed.desk.store.compactRange(at: entries)?.root)
    let hello = try ScriptedProvince.hello(next: entries, root: root)
    province.on(["hello", "personal"]) { request in
      request.path.contains("/personal/") ? try arrived.take(request) : hello
    }

    #expect(try worker.step(isForced: true) == .balanced)

    let owed = try bed.desk.store.personalValues(from: values, to: size)
    #expect(arrived.next == size)
    #expect(Set(arrived.values.map(\.seq)) == Set(owed.map(\.seq)))
    #expect(try bed.desk.store.syncState().personalConfirmed == size)
  }

  @Test func `a province that asks for the same values again and again is left alone for now`()
    throws
  {
    let (bed, province) = try given(residents: 3)
    let worker = province.worker()
    province.on("personal") { _ in try ScriptedProvince.valuesTaken(next: 0) }

    let outcome = try worker.step(isForced: true)

    #expect(
      outcome.word == "failed" && outcome.detail.contains("personal values from 0"), "\(outcome)")
    let asked = province.requests.count { $0.hasPrefix("PUT personal") }
    #expect(asked <= SyncExchange.mostRetries + 1)
    #expect(try bed.desk.balance().waiting == 0)
    #expect(try bed.desk.store.syncState().personalConfirmed == 0)

    let arrived = Arrived()
    province.on("personal") { try arrived.take($0) }
    #expect(try worker.step(isForced: true) == .balanced)
    try expectWhole(arrived, bed)
  }

  @Test(arguments: ["-1", "\"0\"", "null"])
  func `an answer without a place to go on from is none of a province`(_ next: String) throws {
    let (bed, province) = try given(residents: 1)
    province.on("personal") { _ in
      .json(Array(#"{"declined":0,"kept":1,"next":\#(next)}"#.utf8))
    }

    #expect(try province.worker().step().word == "stranger")
    #expect(try bed.desk.store.syncState().personalConfirmed == 0)
  }
}

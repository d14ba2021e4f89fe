import Evidence
import HTTP
import Store
import Synchronization
import Testing

@testable import Kiosk

/// A bulletin that comes over a line which breaks.
@Suite struct BulletinDownloadTests {
  /// A province that serves one document, over a line that carries so many bytes and breaks.
  private final class ThinLine: Sendable {
    struct State {
      var document: Representation
      /// Bytes of a body until the line breaks; nil carries all.
      var carries: Int?
      var asked: [String?] = []
    }

    let bed: Bed
    let state: Mutex<State>

    init(_ document: Representation) throws {
      bed = try Bed()
      state = Mutex(State(document: document))
      try ProvinceKeys(bed).enrol(bed, certificate: nil)
    }

    var path: String { "\(bed.folder)/drafts/bulletin.part" }
    var asked: [String?] { state.withLock { $0.asked } }
    func carry(_ bytes: Int?) { state.withLock { $0.carries = bytes } }
    func serve(_ document: Representation) { state.withLock { $0.document = document } }

    func fetch(tag: String? = nil) throws -> ClientResponse {
      let line = ProvinceLine(
        enrolment: try #require(try bed.desk.keys.enrolment()), address: "http://nb.example",
        log: bed.desk.store.log, send: { try self.answer($0) })
      return try BulletinDownload(line: line, data: bed.folder).fetch(tag: tag)
    }

    private func answer(_ request: ClientRequest) throws -> ClientResponse {
      let (document, carries) = state.withLock { state in
        state.asked.append(request.headers["Range"])
        return (state.document, state.carries)
      }
      let made = document.answer(
        to: try Request(method: "GET", target: "/v1/bulletin", headers: request.headers))
      guard case .bytes(let bytes) = made.body else { throw Unexpected() }
      guard let carries, carries < bytes.count else {
        return ClientResponse(status: made.status, headers: made.headers, body: bytes)
      }
      throw ClientError(
        operation: "send", reason: .other, code: 18, message: "cut",
        partial: carries == 0
          ? nil
          : ClientResponse(
            status: made.status, headers: made.headers, body: Array(bytes.prefix(carries))))
    }
  }

  /// Bytes that hardly compress, from a seed.
  private static func noise(_ count: Int, seed: UInt64 = 7) -> [UInt8] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(state >> 56)
    }
  }

  private static func document(_ plain: [UInt8], _ tag: String = "\"a\"") throws -> Representation {
    Representation(
      bytes: try Gzip.compress(plain), contentType: Bulletin.mediaType, tag: tag,
      common: ["Content-Encoding": "gzip"])
  }

  @Test func `over a line that is cut it comes in pieces, each asked for once`() throws {
    let plain = Self.noise(20_000)
    let line = try ThinLine(Self.document(plain))
    line.carry(6_000)

    #expect(try line.fetch().body == plain)

    #expect(line.asked == [nil, "bytes=6000-", "bytes=12000-", "bytes=18000-"])
    #expect(!Files.exists(line.path))
  }

  @Test func `what has come outlives a restart and a line that brings nothing more`() throws {
    let plain = Self.noise(400_000)
    let line = try ThinLine(Self.document(plain))
    line.carry(20_000)

    #expect(throws: ClientError.self) { try line.fetch() }
    let first = line.asked.count
    #expect(first == 12 && PartialFile(path: line.path)?.bytes.count == 12 * 20_000)
    line.carry(0)
    #expect(throws: ClientError.self) { try line.fetch() }
    #expect(line.asked.count == first + 1, "a line that brings nothing is not tried again at once")
    line.carry(nil)

    #expect(try line.fetch().body == plain)
    #expect(line.asked.last == "bytes=240000-")
  }

  @Test func `of another bulletin nothing is joined`() throws {
    let line = try ThinLine(Self.document(Self.noise(400_000)))
    line.carry(20_000)
    #expect(throws: ClientError.self) { try line.fetch() }
    let plain = Self.noise(30_000, seed: 8)
    line.serve(try Self.document(plain, "\"b\""))

    #expect(try line.fetch().body == plain)

    line.serve(try Self.document(Self.noise(400_000)))
    #expect(throws: ClientError.self) { try line.fetch() }
    line.serve(try Self.document(plain, "\"b\""))
    #expect(try line.fetch(tag: "\"b\"").status == .notModified)
    #expect(!Files.exists(line.path), "the one that is held is in force: the piece is of no use")
  }

  @Test func `a piece that the province knows nothing of, or a spoilt one, is thrown away`() throws
  {
    let plain = Self.noise(5_000)
    let document = try Self.document(plain)
    let line = try ThinLine(document)
    for bytes in [
      Array("\"a\" gzip\n".utf8) + Self.noise(9_000), Array("\"a\" br\nxyz".utf8),
      Array("W/\"a\" gzip\nxyz".utf8), Array("no line".utf8), [],
    ] {
      try Files.makeDirectory("\(line.bed.folder)/drafts", mode: 0o750)
      try Files.write(bytes, to: line.path)

      #expect(try line.fetch().body == plain)
      #expect(!Files.exists(line.path))
    }
    // The right length and tag, other bytes: the whole does not inflate, and the next time is anew.
    try Files.write(Array("\"a\" gzip\n".utf8) + Self.noise(2_000, seed: 9), to: line.path)
    #expect(throws: Malformed.self) { try line.fetch() }
    #expect(try line.fetch().body == plain)
  }

  @Test func `a bomb is refused, and no piece of it stays`() throws {
    let bomb = [UInt8](repeating: 0, count: Bulletin.byteLimit + 1)
    let line = try ThinLine(Self.document(bomb))

    let refusal = #expect(throws: Malformed.self) { try line.fetch() }

    #expect(refusal?.code == "too-big")
    #expect(!Files.exists(line.path))
    line.serve(try Self.document([UInt8](repeating: 0, count: Bulletin.byteLimit)))
    #expect(try line.fetch().body.count == Bulletin.byteLimit)
  }

  @Test func `more than a bulletin can be is not kept`() throws {
    let huge = Representation(
      bytes: [UInt8](repeating: 1, count: PartialFile.mostBytes + 2),
      contentType: Bulletin.mediaType, tag: "\"a\"", common: [:])
    let line = try ThinLine(huge)
    line.carry(PartialFile.mostBytes + 1)

    #expect(throws: ClientError.self) { try line.fetch() }

    #expect(!Files.exists(line.path))
  }

  @Test func `a portal's page is no piece of a bulletin`() throws {
    let page = Representation(
      bytes: Self.noise(9_000), contentType: "text/html", tag: "\"a\"", common: [:])
    let line = try ThinLine(page)
    line.carry(5_000)

    #expect(throws: ClientError.self) { try line.fetch() }

    #expect(!Files.exists(line.path))
  }
}

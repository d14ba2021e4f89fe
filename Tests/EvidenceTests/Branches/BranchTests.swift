import Testing

@testable import Evidence

@Suite struct BranchTests {
  private let key = SigningKey()
  private let old = LogID.random()
  private let new = LogID.random()

  private func request(fork: Int64 = 7, size: Int64 = 9) throws -> BranchRequest {
    try BranchRequest(
      log: new, previous: old, fork: fork, root: Digest(sha256: [1]), after: Digest(sha256: [9]),
      size: size, reason: .fork, madeSeconds: 1_795_000_000,
      checkpoint: fork == 0 ? nil : "note", key: key)
  }

  @Test func `an announcement is read back as it was signed, and by its key alone`() throws {
    let request = try request()

    let read = try BranchRequest(json: try request.json())

    #expect(read == request)
    #expect(read.log == new)
    #expect(read.previous == old)
    #expect(read.fork == 7)
    #expect(read.reason == .fork)
    #expect(read.isSigned(by: key.publicKey))
    #expect(!read.isSigned(by: SigningKey().publicKey))
  }

  static let changes: [(String, CanonicalValue)] = [
    ("fork", .integer(6)), ("size", .integer(10)), ("made", .integer(1)), ("cp", .text("other")),
    ("reason", .text("restored")), ("root", .text(Digest(sha256: [2]).base64)),
    ("after", .text(Digest(sha256: [2]).base64)), ("more", .integer(1)),
  ]

  @Test(arguments: changes)
  func `every member is signed, those of later versions too`(
    _ name: String, _ value: CanonicalValue
  ) throws {
    var members = try #require(try CanonicalValue(json: request().json()).object)
    members[name] = value

    let changed = try BranchRequest(json: try CanonicalValue.object(members).canonical())

    #expect(!changed.isSigned(by: key.publicKey))
  }

  @Test func `no signature of another kind fits`() throws {
    var members = try #require(try CanonicalValue(json: request().json()).object)
    members["signature"] = nil
    let other = try EnrolmentProof.signed(members, by: key)

    let read = try BranchRequest(json: try CanonicalValue.object(other).canonical())

    #expect(!read.isSigned(by: key.publicKey))
  }

  static let flaws: [(String, CanonicalValue?, String)] = [
    ("v", .integer(2), "v"), ("v", nil, "v"), ("log", .text("ab"), "log"), ("prev", nil, "prev"),
    ("fork", .integer(-1), "fork"), ("fork", .integer(10), "fork"), ("size", nil, "size"),
    ("root", .text("x"), "root"), ("after", nil, "after"), ("after", .text("x"), "after"),
    ("reason", .text("bored"), "reason"),
    ("made", .text("1"), "made"), ("cp", nil, "fork"), ("fork", .integer(0), "fork"),
  ]

  @Test(arguments: flaws)
  func `what is no announcement is named`(
    _ name: String, _ value: CanonicalValue?, _ code: String
  ) throws {
    var members = try #require(try CanonicalValue(json: request().json()).object)
    members[name] = value
    let bytes = try CanonicalValue.object(members).canonical()

    let error = try #require(throws: Malformed.self) { try BranchRequest(json: bytes) }

    #expect(error.code == code)
  }

  @Test func `a document that is too long, and a log that branches from itself, are refused`()
    throws
  {
    let long = try request().json() + [UInt8](repeating: 0x20, count: BranchRequest.byteLimit)
    #expect(throws: Malformed.self) { try BranchRequest(json: long) }
    #expect(throws: Malformed.self) {
      try BranchRequest(
        log: old, previous: old, fork: 0, root: Merkle.emptyRoot, after: Merkle.emptyRoot, size: 0,
        reason: .restored, madeSeconds: 1, checkpoint: nil, key: key)
    }
  }

  @Test(arguments: [nil, "receipt"])
  func `an answer is read back, and what is none is nil`(_ receipt: String?) throws {
    let answer = BranchAnswer(
      log: new, next: 7, root: Digest(sha256: [1]), token: "t", pullToken: "p",
      numbers: ["14464-1/2026": 35], erased: ["L000123"], receipt: receipt)
    let bytes = try answer.json(signedBy: key)
    let members = try #require(try CanonicalValue(json: bytes).object)
    let province = key.publicKey

    #expect(BranchAnswer(json: bytes, province: province) == answer)
    #expect(BranchAnswer.log(of: bytes) == new)
    for name in members.keys {
      for value in [nil, CanonicalValue.boolean(true)] {
        var other = members
        other[name] = value
        let changed = try CanonicalValue.object(other).canonical()
        #expect(BranchAnswer(json: changed, province: province) == nil, "\(name)")
        guard name != "receipt" else { continue }
        // Whoever signs it, what is missing is missing.
        let signed = try MemberSignature.signed(
          other, by: key, context: "learning-kiosk/branch-answer/v1\n")
        let json = try CanonicalValue.object(signed).canonical()
        let isSigned = BranchAnswer(json: json, province: province) != nil
        #expect(isSigned == (name == "signature"), "\(name)")
      }
    }
    for other in ["<h1>Wi-Fi</h1>", "{}", "{\"log\":\"\(new.hex)\"}"] {
      #expect(BranchAnswer(json: Array(other.utf8), province: province) == nil)
      #expect(BranchAnswer.log(of: Array(other.utf8)) == nil)
    }
  }

  @Test func `only the province's own answer counts, since it erases and uses up numbers`() throws {
    let answer = BranchAnswer(
      log: new, next: 7, root: Digest(sha256: [1]), token: "t", pullToken: "p", numbers: [:],
      erased: [], receipt: nil)
    var members = try #require(try CanonicalValue(json: answer.json(signedBy: key)).object)

    #expect(
      BranchAnswer(json: try answer.json(signedBy: SigningKey()), province: key.publicKey) == nil)
    members["erased"] = .list([.text("L000001")])
    let changed = try CanonicalValue.object(members).canonical()
    #expect(BranchAnswer(json: changed, province: key.publicKey) == nil)
  }
}

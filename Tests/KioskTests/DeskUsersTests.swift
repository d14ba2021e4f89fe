import Evidence
import Store
import Testing

@testable import Kiosk

@Suite struct DeskUsersTests {
  static let password = "học suốt đời"

  /// A bed whose director is "Đinh Văn Thịnh".
  static func director(_ bed: Bed) throws -> (token: String, csrf: String) {
    let code = try bed.desk.prepareSetUp(file: bed.data.setUpFile) ?? ""
    let answer = try bed.desk.setUp(
      code: code, name: "Đinh Văn Thịnh", password: password, address: "a")
    guard case .signedIn(let token, let csrf) = answer else { throw Unexpected() }
    return (token, csrf)
  }

  @Test func `the set-up code makes one director, once, and its file disappears`() throws {
    let bed = try Bed()
    let code = try #require(try bed.desk.prepareSetUp(file: bed.data.setUpFile))
    #expect(try Files.line(bed.data.setUpFile) == code)

    let first = try bed.desk.setUp(
      code: code.lowercased(), name: "Lan", password: Self.password, address: "a")
    let second = try bed.desk.setUp(
      code: code, name: "Huệ", password: Self.password, address: "a")

    guard case .signedIn(let token, _) = first else { throw Unexpected() }
    #expect(try bed.desk.identity(ofToken: token)?.role == .director)
    #expect(second == .alreadySetUp)
    #expect(!Files.exists(bed.data.setUpFile))
    #expect(try bed.desk.prepareSetUp(file: bed.data.setUpFile) == nil)
  }

  @Test func `a wrong set-up code locks after five attempts`() throws {
    let bed = try Bed()
    let code = try #require(try bed.desk.prepareSetUp(file: bed.data.setUpFile))

    for _ in 0..<5 {
      let answer = try bed.desk.setUp(
        code: "AAAAA-AAAAA", name: "Lan", password: Self.password, address: "a")
      #expect(answer == .wrong)
    }
    let right = try bed.desk.setUp(
      code: code, name: "Lan", password: Self.password, address: "a")

    #expect(right == .lockedFor(seconds: 300))
  }

  @Test func `a short password is refused before anything is recorded`() throws {
    let bed = try Bed()
    let code = try #require(try bed.desk.prepareSetUp(file: bed.data.setUpFile))

    let answer = try bed.desk.setUp(code: code, name: "", password: "ngắn", address: "a")

    guard case .invalid(let problems) = answer else { throw Unexpected() }
    #expect(problems.map(\.field) == ["name", "password"])
    #expect(try bed.desk.needsSetUp())
  }

  @Test func `attempts are counted by name and address and survive a restart of the desk`() throws {
    let bed = try Bed()
    _ = try Self.director(bed)
    let attempt = { (password: String, address: String, desk: Desk) in
      try desk.signIn(name: "đinh văn thịnh", password: password, address: address)
    }

    for _ in 0..<5 { #expect(try attempt("sai", "b", bed.desk) == .wrong) }
    let restarted = Desk(
      store: bed.desk.store, settings: bed.desk.settings, clock: bed.desk.clock,
      keys: bed.desk.keys)

    #expect(try attempt(Self.password, "b", restarted) == .lockedFor(seconds: 300))
    guard case .signedIn = try attempt(Self.password, "c", restarted) else { throw Unexpected() }
    bed.wait(seconds: 301)
    guard case .signedIn = try attempt(Self.password, "b", restarted) else { throw Unexpected() }
  }

  @Test func `a session ends by signing out and by time`() throws {
    let bed = try Bed()
    let first = try Self.director(bed)
    try bed.desk.signOut(token: first.token)
    #expect(try bed.desk.identity(ofToken: first.token) == nil)

    let answer = try bed.desk.signIn(
      name: "Đinh Văn Thịnh", password: Self.password, address: "a")
    guard case .signedIn(let token, let csrf) = answer else { throw Unexpected() }
    #expect(try bed.desk.identity(ofToken: token)?.csrf == csrf)
    #expect(try bed.desk.identity(ofToken: token + "x") == nil)
    bed.wait(seconds: 480 * 60)

    #expect(try bed.desk.identity(ofToken: token) == nil)
  }

  @Test func `an unknown name is wrong in the same words`() throws {
    let bed = try Bed()
    _ = try Self.director(bed)

    #expect(try bed.desk.signIn(name: "ai đó", password: "x", address: "a") == .wrong)
  }

  @Test func `a password is matched in composed and decomposed letters`() throws {
    let hash = try PasswordHash(of: "h\u{1ecd}c su\u{1ed1}t", cost: 10)

    #expect(try hash.matches("ho\u{323}c suo\u{302}\u{301}t"))
    #expect(try !hash.matches("hoc suot"))
    #expect(try !PasswordHash(text: "scrypt$10$x$y").matches("x"))
    #expect(!hash.text.contains("học"))
  }
}

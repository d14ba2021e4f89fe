import Evidence
import Testing

@testable import Store

@Suite struct PeopleTests {
  private let token = [UInt8](repeating: 3, count: 32)

  @Test func `the first user is made once, whoever comes second`() throws {
    let test = try TestStore()
    let user = try test.store.createUser(
      name: "Lan", role: .director, passwordHash: "h", onlyFirst: true, now: test.now)

    #expect(throws: StoreRefusal.alreadySetUp) {
      try test.store.createUser(
        name: "Minh", role: .director, passwordHash: "h", onlyFirst: true, now: test.now)
    }
    #expect(throws: StoreRefusal.taken(field: "name")) {
      try test.store.createUser(name: "LÂN", role: .clerk, passwordHash: "h", now: test.now)
    }
    #expect(try test.store.user(name: "lan") == user)
    #expect(try test.store.users() == [user])
    #expect(try test.store.event(at: 1)?.fields == ["u": .integer(1)])
  }

  @Test func `a browser stays signed in until it ends, signs out or the password changes`() throws {
    let test = try TestStore()
    let user = try test.store.createUser(
      name: "Lan", role: .clerk, passwordHash: "h", now: test.now)
    func signIn() throws {
      try test.store.createWebSession(
        tokenHash: token, user: user.id, csrf: "0123456789abcdef", nowMilliseconds: 0,
        expiresMilliseconds: 100)
    }
    try signIn()

    #expect(try test.store.webSession(tokenHash: token, nowMilliseconds: 99)?.user == user)
    #expect(try test.store.webSession(tokenHash: token, nowMilliseconds: 100) == nil)
    try test.store.touchWebSession(
      tokenHash: token, nowMilliseconds: 99, expiresMilliseconds: 200)
    #expect(
      try test.store.webSession(tokenHash: token, nowMilliseconds: 150)?.lastSeenMilliseconds == 99)

    try test.store.changePassword(user: user.id, passwordHash: "new")
    #expect(try test.store.webSession(tokenHash: token, nowMilliseconds: 150) == nil)
    #expect(try test.store.user(id: user.id)?.passwordHash == "new")

    try signIn()
    try test.store.deleteWebSession(tokenHash: token)
    #expect(try test.store.webSession(tokenHash: token, nowMilliseconds: 1) == nil)

    try signIn()
    try test.store.purgeWebSessions(nowMilliseconds: 100)
    #expect(try test.value("SELECT count(*) FROM webSession") == 0)
  }

  @Test func `who may no longer sign in is signed out`() throws {
    let test = try TestStore()
    let user = try test.store.createUser(
      name: "Lan", role: .clerk, passwordHash: "h", now: test.now)

    try test.store.setActive(user: user.id, false)

    #expect(try test.store.user(id: user.id)?.isActive == false)
    #expect(throws: StoreRefusal.notFound(.user)) {
      try test.store.setActive(user: 9, true)
    }
  }

  @Test func `the last director who may sign in cannot be switched off`() throws {
    let test = try TestStore()
    func add(_ name: String, _ role: Role) throws -> Int64 {
      try test.store.createUser(name: name, role: role, passwordHash: "h", now: test.now).id
    }
    let lan = try add("Lan", .director)
    let minh = try add("Minh", .director)
    let clerk = try add("Hà", .clerk)

    try test.store.setActive(user: lan, false)
    #expect(throws: StoreRefusal.lastDirector) {
      try test.store.setActive(user: minh, false)
    }
    try test.store.setActive(user: clerk, false)
    try test.store.setActive(user: lan, true)
    try test.store.setActive(user: minh, false)

    #expect(try test.store.users().filter(\.isActive).map(\.id) == [lan])
  }

  @Test func `failed sign-ins lock a key, over a restart too, until the time is over`() throws {
    let test = try TestStore()
    func fail(at milliseconds: Int64) throws -> Int {
      try test.store.recordFailedSignIn(
        key: "lan", limit: 3, windowSeconds: 60, lockSeconds: 10, nowMilliseconds: milliseconds)
    }

    #expect(try fail(at: 0) == 1)
    #expect(try fail(at: 61_000) == 1)
    #expect(try fail(at: 62_000) == 2)
    #expect(try test.store.signInLockSeconds(key: "lan", nowMilliseconds: 62_000) == nil)
    #expect(try fail(at: 63_000) == 3)
    try test.reopen()
    #expect(try test.store.signInLockSeconds(key: "lan", nowMilliseconds: 63_001) == 10)
    #expect(try test.store.signInLockSeconds(key: "minh", nowMilliseconds: 63_001) == nil)
    #expect(try test.store.signInLockSeconds(key: "lan", nowMilliseconds: 73_000) == nil)

    try test.store.clearFailedSignIns(key: "lan")
    #expect(try fail(at: 74_000) == 1)
  }
}

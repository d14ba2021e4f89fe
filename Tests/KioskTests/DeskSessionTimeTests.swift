import Evidence
import Store
import Testing

@testable import Kiosk

/// How long a signed-in browser stays signed in.
@Suite struct DeskSessionTimeTests {
  private static let minutes: Int64 = 30

  private func bed() throws -> (Bed, String) {
    let bed = try Bed(
      configuration: "[desk]\npasswordCost = 10\nsessionMinutes = \(Self.minutes)")
    return (bed, try DeskUsersTests.director(bed).token)
  }

  private func lastSeen(_ bed: Bed, _ token: String) throws -> Int64? {
    try bed.desk.store.webSession(
      tokenHash: sha256(Array(token.utf8)).bytes, nowMilliseconds: bed.now.wallMilliseconds
    )?.lastSeenMilliseconds
  }

  @Test func `a session that is used goes on, one that is not ends`() throws {
    let (bed, token) = try bed()

    for _ in 0..<4 {
      bed.wait(seconds: (Self.minutes - 1) * 60)
      #expect(try bed.desk.identity(ofToken: token) != nil)
    }
    bed.wait(seconds: Self.minutes * 60)

    #expect(try bed.desk.identity(ofToken: token) == nil)
  }

  @Test func `a page that brings itself up to date keeps nobody signed in`() throws {
    let (bed, token) = try bed()

    for _ in 0..<2 {
      bed.wait(seconds: (Self.minutes / 2) * 60)
      _ = try bed.desk.identity(ofToken: token, isUse: false)
    }

    #expect(try bed.desk.identity(ofToken: token) == nil)
  }

  @Test func `reading pages writes at most once in five minutes`() throws {
    let (bed, token) = try bed()
    let start = bed.now.wallMilliseconds

    for _ in 0..<10 {
      bed.wait(seconds: 29)
      _ = try bed.desk.identity(ofToken: token)
      #expect(try lastSeen(bed, token) == start)
    }
    bed.wait(seconds: 10)
    _ = try bed.desk.identity(ofToken: token)

    #expect(try lastSeen(bed, token) == start + 300_000)
  }

  @Test func `a session that is used all the time ends after a week`() throws {
    let (bed, token) = try bed()
    let quarters = 7 * 24 * 4

    for _ in 1..<quarters {
      bed.wait(seconds: 900)
      #expect(try bed.desk.identity(ofToken: token) != nil)
    }
    bed.wait(seconds: 900)

    #expect(try bed.desk.identity(ofToken: token) == nil)
  }
}

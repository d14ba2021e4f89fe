import Testing

@testable import Evidence

@Suite struct RootListAdoptionTests {
  private func refusal(_ known: RootList, _ newer: RootList) -> String? {
    do {
      _ = try known.adopting(newer)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func `a chain of endorsements leads from a known root to the newest`() throws {
    let keys = try (0..<3).map { _ in try HybridKey.random() }
    let first = try RootList.first(name: "one", notBeforeDay: 1, key: keys[0])
    let second = try first.adding(name: "two", notBeforeDay: 2, key: keys[1], after: keys[0])
    let third = try second.adding(name: "three", notBeforeDay: 3, key: keys[2], after: keys[1])
    let shuffled = RootList(roots: third.roots.reversed())

    #expect(try first.adopting(third) == third)
    #expect(try first.adopting(shuffled) == third)
    #expect(try third.adopting(third) == third)
    #expect(try RootList(json: third.json()) == third)
    #expect(refusal(third, first) == "roots:missing")
    let gap = RootList(roots: [third.roots[0], third.roots[2]])
    #expect(refusal(first, gap) == "roots:unendorsed")
    #expect(refusal(RootList(roots: []), first) == "roots:unendorsed")
  }

  @Test func `one of two signatures is not enough where the endorsing root has two keys`() throws {
    let key = try HybridKey.random()
    let next = HybridKey(ed25519: SigningKey(), mldsa65: nil)
    let list = try RootList.first(name: "one", notBeforeDay: 1, key: key)
    let entry = RootKey(key: next.ed25519.publicKey, name: "two", notBeforeDay: 2)
    let half = HybridKey(ed25519: key.ed25519, mldsa65: nil)
    func adding(_ endorsers: [HybridKey]) throws -> RootList {
      let endorsements = try endorsers.map { try RootEndorsement(of: entry, by: $0) }
      return RootList(roots: list.roots + [entry.endorsed(endorsements)])
    }

    #expect(refusal(list, try adding([next, key])) == nil)
    #expect(refusal(list, try adding([next, half])) == "roots:unendorsed")
    #expect(refusal(list, try adding([key])) == "roots:unendorsed")
    #expect(refusal(list, try adding([next])) == "roots:unendorsed")
  }

  @Test func `a known root cannot be changed, and an endorsement is for one entry`() throws {
    let key = try HybridKey.random()
    let next = try HybridKey.random()
    let list = try RootList.first(name: "one", notBeforeDay: 1, key: key)
    let both = try list.adding(name: "two", notBeforeDay: 2, key: next, after: key)
    let one = both.roots[0]
    let two = both.roots[1]
    func changed(
      _ root: RootKey, name: String, day: Int64, isDemonstration: Bool = false
    ) -> RootKey {
      RootKey(
        key: root.key, name: name, notBeforeDay: day, isDemonstration: isDemonstration,
        mldsa65: root.mldsa65, endorsements: root.endorsements)
    }

    let renamed = RootList(roots: [changed(one, name: "uno", day: 1), two])
    #expect(refusal(list, renamed) == "roots:changed")
    let shown = RootList(roots: [changed(one, name: "one", day: 1, isDemonstration: true), two])
    #expect(refusal(list, shown) == "roots:changed")
    let earlier = RootList(roots: [one, changed(two, name: "two", day: 1)])
    #expect(refusal(list, earlier) == "roots:unendorsed")
  }

  @Test func `what nobody has signed in a newer list is left out`() throws {
    let key = try HybridKey.random()
    let list = try RootList.first(name: "one", notBeforeDay: 1, key: key)
    let known = RootList(roots: list.roots + [Demonstration.root])
    let shown = RootKey(
      key: SigningKey().publicKey, name: "Shown", notBeforeDay: 0, isDemonstration: true)
    let bare = RootList(roots: [list.roots[0].endorsed([]), shown])

    #expect(try known.adopting(bare) == known)
  }

  @Test func `the next root is made only by one that the list knows`() throws {
    let key = try HybridKey.random()
    let list = try RootList.first(name: "one", notBeforeDay: 1, key: key)
    func refusal(_ next: HybridKey, _ previous: HybridKey) -> String? {
      do {
        _ = try list.adding(name: "two", notBeforeDay: 2, key: next, after: previous)
        return nil
      } catch {
        return error.code
      }
    }

    #expect(refusal(try .random(), key) == nil)
    #expect(refusal(key, key) == "contradiction:known")
    #expect(refusal(try .random(), try .random()) == "contradiction:previous")
  }
}

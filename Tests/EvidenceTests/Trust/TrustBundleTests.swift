import Testing

@testable import Evidence

@Suite struct TrustBundleTests {
  private func code(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return (error as? TrustError)?.code ?? "\(error)"
    }
  }

  @Test(arguments: [false, true])
  func `a bundle comes back from its bytes and is vouched for`(isHybrid: Bool) throws {
    let bed = try TrustBed(isHybrid: isHybrid)
    let bundle = try bed.bundle(notices: [bed.notice()], roots: bed.roots)

    let read = try TrustBundle(bytes: bundle.bytes)

    #expect(read == bundle)
    #expect(read.roots == bed.roots)
    #expect((read.companion != nil) == isHybrid)
    #expect(try read.verify(by: bed.roots) == bed.roots.roots[0])
    #expect(try bed.bundle().list.bytes == bed.bundle().list.bytes)
  }

  @Test func `the page gets a bundle without root list and second signature`() throws {
    let bed = try TrustBed(isHybrid: true)
    let bundle = try bed.bundle(notices: [bed.notice()], roots: bed.roots)

    let stripped = try TrustBundle(bytes: bundle.strippedForPage)

    #expect(stripped.roots == nil)
    #expect(stripped.companion == nil)
    #expect(stripped.list == bundle.list)
    #expect(stripped.notices == bundle.notices)
    #expect(bundle.strippedForPage.count < 1500)
  }

  @Test func `where the root has a second key the list must be signed by it as well`() throws {
    let bed = try TrustBed(isHybrid: true)
    let stripped = try TrustBundle(bytes: bed.bundle().strippedForPage)

    #expect(code { _ = try stripped.verify(by: bed.roots) } == "companion")
  }

  @Test func `whoever no known root vouches for is refused`() throws {
    let bed = try TrustBed()
    let other = try TrustBed()
    func code(_ bundle: TrustBundle, _ roots: RootList) -> String? {
      self.code { _ = try bundle.verify(by: roots) }
    }
    let young = RootKey(
      key: bed.root.ed25519.publicKey, name: "x", notBeforeDay: TrustBed.day + 1)
    let shown = RootKey(
      key: bed.root.ed25519.publicKey, name: "x", notBeforeDay: 0, isDemonstration: true)

    #expect(code(try bed.bundle(), RootList(roots: [])) == "unknown-root")
    #expect(code(try bed.bundle(), other.roots) == "unknown-root")
    #expect(code(try bed.bundle(), RootList(roots: [shown])) == "unknown-root")
    #expect(code(try bed.bundle(), RootList(roots: [young])) == "before-root")
    let open = try TrustBed(root: Demonstration.rootKey)
    #expect(code(try open.bundle(), open.roots) == "unknown-root")
    let foreign = try bed.bundle(notices: [bed.notice(root: other.root.ed25519)])
    #expect(code(foreign, bed.roots) == "notice-signature")
  }

  @Test func `a newer bundle is taken, the same one repeats, an older one is refused`() throws {
    let bed = try TrustBed(isHybrid: true)
    let trust = try Trust(roots: bed.roots).taking(bed.bundle(at: TrustBed.now + 5))

    #expect(try trust.taking(bed.bundle(at: TrustBed.now + 5)) == trust)
    #expect(
      try trust.taking(bed.bundle(at: TrustBed.now + 6)).list?.issuedAtSeconds == TrustBed.now + 6)
    #expect(code { _ = try trust.taking(bed.bundle(at: TrustBed.now + 4)) } == "older")
    let other = try bed.bundle([number(1): nil], at: TrustBed.now + 5)
    #expect(code { _ = try trust.taking(other) } == "older")
  }

  @Test func `a notice is never forgotten, and the newest for its key counts`() throws {
    let bed = try TrustBed()
    let token = try bed.token(1)
    let first = try bed.notice(at: TrustBed.now)
    let second = try bed.notice(good: [token.identity], at: TrustBed.now + 1)

    let trust = try Trust(roots: bed.roots)
      .taking(bed.bundle(notices: [second, first]))
      .taking(bed.bundle(at: TrustBed.now + 1))

    #expect(trust.notices == [second])
    #expect(Trust(roots: bed.roots, notices: [first]).notices == [first])
    let stranger = try TrustBed().notice()
    #expect(Trust(roots: bed.roots, notices: [stranger]).notices.isEmpty)
  }

  @Test func `a bundle brings the next root when a known one has endorsed it`() throws {
    let bed = try TrustBed(isHybrid: true)
    let next = try HybridKey.random()
    let longer = try bed.roots.adding(
      name: "Ninh Bình 2036", notBeforeDay: TrustBed.day, key: next, after: bed.root)
    let trust = Trust(roots: bed.roots)

    let taken = try trust.taking(bed.bundle(roots: longer))

    #expect(taken.roots == longer)
    let early = try Trust(roots: longer).taking(bed.bundle(roots: bed.roots))
    #expect(
      early.roots == longer, "a list from before the next root is believed and takes none away")
    #expect(early.list != nil)
    let stranger = try TrustBed().roots
    #expect(code { _ = try trust.taking(bed.bundle(roots: stranger)) } == "roots:missing")
    let smuggled = RootList(roots: bed.roots.roots + stranger.roots)
    #expect(code { _ = try trust.taking(bed.bundle(roots: smuggled)) } == "roots:unendorsed")
  }
}

import Centre
import Evidence
import Paper
import Store
import Synchronization

extension Desk {
  /// The slip of a day, with the log as it stands now.
  func closingSlip(_ day: Day) throws -> ClosingSlip {
    let now = clock.read()
    let enrolment = try keys.enrolment()
    let log = OutgoingLog(
      store: store, keys: keys, enrolment: try enrolment ?? .demonstration())
    let head = try store.head()
    let balance = try balance()
    var slip = ClosingSlip(
      centre: settings.centre.code, day: day, madeMilliseconds: now.wallMilliseconds,
      books: ClosingSlip.Books(
        recorded: head.size, confirmed: balance.confirmed,
        waiting: balance.attention == nil ? head.size - balance.confirmed : 0,
        needsAttention: balance.attention == nil ? 0 : head.size - balance.confirmed),
      clockQuality: now.quality.rawValue, logSize: head.size, rootHex: head.range.root.hex,
      note: try log.checkpoint(over: head.range))
    slip.parentBody = settings.centre.parentBody
    slip.issuingBody = settings.centre.issuingBody
    slip.isDemonstration = enrolment == nil
    try fill(&slip)
    return slip
  }

  private func fill(_ slip: inout ClosingSlip) throws {
    let sessions = try store.sessions(on: slip.day).filter { $0.state != .planned }
    let turns = try store.turns(sessions: sessions)
    let counts = try store.today(slip.day)
    slip.meetings = sessions.sorted { $0.startMilliseconds < $1.startMilliseconds }.map { session in
      let start = TimeOfDay.text(wallMilliseconds: session.startMilliseconds)
      return ClosingSlip.Meeting(
        time: "\(start)–\(TimeOfDay.text(wallMilliseconds: session.endMilliseconds))",
        title: session.title, turns: turns[session.code] ?? 0)
    }
    slip.turns = counts.turns
    slip.heads = counts.heads
    slip.people = counts.people
    slip.certificates = try store.certificatesIssued(on: slip.day)
  }

  /// The slip of a day as a PDF.
  func closingSlipPDF(_ day: Day) throws -> [UInt8] {
    try papers.closingSlip.pdf(try closingSlip(day))
  }

  /// Queues today's slip for the printer.
  func printClosingSlip() throws {
    try saving { _ = try store.enqueueClosingSlip(now: clock.read()) }
    wakePrinting.withLock { $0 }()
  }
}

extension Enrolment {
  /// What a kiosk of no province signs its checkpoints for: a name that no province has, so that they
  /// go the same way as all others and nobody takes them for more than they are.
  static func demonstration() throws -> Enrolment {
    let host = "demonstration"
    let nobody = Demonstration.root.key
    return Enrolment(
      provinceHost: host, url: "",
      verifier: try NoteVerifier(name: host, kind: .cosignature, key: nobody), token: "",
      pullTokenDigest: sha256(randomBytes(32)), deviceCertificate: nil,
      roots: RootList(roots: [Demonstration.root]))
  }
}

import Evidence
import HTTP

/// Turns what happened into xAPI statements (1.0.3 and 2.0 alike). Pure: the same happening makes the
/// same bytes.
///
/// * A visit is `attended` and `exited` on the session; a visit that was taken back is void.
/// * A certificate is `earned`. Its cancellation is a statement of the centre, `revoked`, and voids
///   nothing: the certificate was issued, and voiding is for statements that were wrong.
/// * Learners are accounts under `base` with log and pseudonym; names and reasons stay at home.
struct StatementMaker: Sendable {
  /// The `homePage` of accounts and the beginning of ids, without a slash at the end.
  let base: String
  let words: StatementWords

  /// The statement of one happening.
  /// - Throws: `Malformed` when it cannot be written.
  func statement(_ happening: Happening) throws -> Statement {
    let sentence = sentence(happening)
    let id = happening.place.statementID(part: happening.part)
    var members: [String: CanonicalValue] = [
      "id": .text("\(id)"), "actor": sentence.actor.value, "verb": sentence.verb.value(words),
      "object": sentence.object.value,
      "timestamp": .text(DateTimeText.utc(milliseconds: happening.time.milliseconds)),
      "context": .object(context(happening, sentence)),
    ]
    if !sentence.result.isEmpty { members["result"] = .object(sentence.result) }
    return Statement(
      id: id, seq: happening.place.seq, part: happening.part,
      bytes: try CanonicalValue.object(members).canonical(),
      core: Statement.Core(
        actor: sentence.actor.name, verb: sentence.verb.id, object: sentence.object.id),
      voids: sentence.voids)
  }

  private func sentence(_ happening: Happening) -> Sentence {
    switch happening.what {
    case .attended(let learner, let session):
      return Sentence(
        actor: actor(learner), verb: .attended, object: object(session),
        parents: [session.course].compactMap { $0 })
    case .exited(let learner, let session, let stayed):
      return Sentence(
        actor: actor(learner), verb: .exited, object: object(session),
        parents: [session.course].compactMap { $0 },
        result: stayed.map { ["duration": .text(DurationText.iso(milliseconds: $0))] } ?? [:])
    case .tookBack(let target):
      return Sentence(
        actor: actor(happening.centre), verb: .voided, object: .reference(target),
        voids: target)
    case .earned(let learner, let paper):
      return Sentence(
        actor: actor(learner), verb: .earned, object: object(paper),
        parents: [paper.course].compactMap { $0 }, result: result(paper),
        extensions: numbers(paper))
    case .revoked(let paper, let replacement):
      return Sentence(
        actor: actor(happening.centre), verb: .revoked, object: object(paper),
        parents: [paper.course].compactMap { $0 }, extensions: numbers(paper, replacement),
        about: paper.issue.statementID())
    }
  }

  private func numbers(
    _ paper: Happening.Paper, _ replacement: String? = nil
  ) -> [String: CanonicalValue] {
    var members: [String: CanonicalValue] = ["number": .text(paper.number)]
    members["replacedBy"] = replacement.map { .text($0) }
    return ["\(Verb.vocabulary)certificate": .object(members)]
  }

  private func result(_ paper: Happening.Paper) -> [String: CanonicalValue] {
    var result: [String: CanonicalValue] = ["completion": .boolean(true)]
    // A table may hold what an older program took from a kiosk without a bound.
    let tenths = min(paper.hoursTenths, ClaimBounds.hoursTenths.upperBound)
    if tenths > 0 {
      result["duration"] = .text(DurationText.iso(milliseconds: tenths * 360_000))
    }
    return result
  }

  private func context(
    _ happening: Happening, _ sentence: Sentence
  ) -> [String: CanonicalValue] {
    var activities: [String: CanonicalValue] = ["grouping": .list([centre(happening.centre)])]
    if !sentence.parents.isEmpty { activities["parent"] = .list(sentence.parents.map(course)) }
    var extensions = sentence.extensions
    extensions["\(Verb.vocabulary)event"] = .object([
      "log": .text(happening.place.log.hex), "seq": .integer(happening.place.seq),
    ])
    extensions["\(Verb.vocabulary)clock"] = .object(clock(happening.time))
    var context: [String: CanonicalValue] = [
      "contextActivities": .object(activities), "extensions": .object(extensions),
      "language": .text(Language.vi.rawValue),
    ]
    // Section 2.4.6: `platform` only beside an Activity.
    if sentence.object.isActivity { context["platform"] = .text("learning-kiosk") }
    context["statement"] = sentence.about.map { Sentence.Object.reference($0).value }
    return context
  }

  private func clock(_ time: EventTime) -> [String: CanonicalValue] {
    var clock = ["quality": CanonicalValue.integer(time.claimed.quality.rawValue)]
    let recorded = CanonicalValue.text(
      DateTimeText.utc(milliseconds: time.claimed.wallMilliseconds))
    guard time.told == nil else {
      return ["basis": .text("told"), "claimed": recorded].merging(clock) { own, _ in own }
    }
    guard let corrected = time.corrected else { return clock }
    let text = { CanonicalValue.text(DateTimeText.utc(milliseconds: $0)) }
    clock["basis"] = .text(corrected.basis)
    clock["claimed"] = recorded
    clock["earliest"] = corrected.earliest.map(text)
    clock["latest"] = corrected.latest.map(text)
    return clock
  }

  private func actor(_ learner: Happening.Learner) -> Sentence.Actor {
    Sentence.Actor(homePage: base, name: "\(learner.log.hex)/\(learner.pseudonym)")
  }

  private func actor(_ centre: Happening.Centre) -> Sentence.Actor {
    Sentence.Actor(homePage: base, name: "centre/\(centre.code)")
  }

  private func object(_ session: Happening.Session) -> Sentence.Object {
    .activity(
      id: activity("session/\(session.log.hex)", session.code),
      type: "http://adlnet.gov/expapi/activities/meeting",
      name: session.title.map { [Language.vi.rawValue: $0] })
  }

  private func object(_ paper: Happening.Paper) -> Sentence.Object {
    .activity(
      id: activity("certificate/\(paper.issue.log.hex)", String(paper.issue.seq)),
      type: "https://www.opigno.org/en/tincan_registry/activity_type/certificate",
      name: words.map(.xapiCertificate, ["number": paper.number]))
  }

  private func course(_ course: Happening.Course) -> CanonicalValue {
    Sentence.Object.activity(
      id: activity("course/\(course.log.hex)", course.code),
      type: "http://adlnet.gov/expapi/activities/course",
      name: [Language.vi.rawValue: course.title]
    ).value
  }

  private func centre(_ centre: Happening.Centre) -> CanonicalValue {
    Sentence.Object.activity(
      id: activity("centre", centre.code), type: nil, name: [Language.vi.rawValue: centre.name]
    ).value
  }

  private func activity(_ family: String, _ code: String) -> String {
    "\(base)/xapi/activities/\(family)/\(Percent.encode(code))"
  }
}

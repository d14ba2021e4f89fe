import Evidence

/// One event with all that its statement says; personal values are not among it.
struct Happening: Equatable, Sendable {
  /// The event that says so.
  let place: EventPlace
  /// 0, or the number of a further statement of the same event.
  var part: UInt8 = 0
  let time: EventTime
  let centre: Centre
  let what: What

  /// What happened.
  enum What: Equatable, Sendable {
    /// A learner came to a session.
    case attended(Learner, Session)
    /// A learner left it, perhaps so many milliseconds after coming.
    case exited(Learner, Session, stayedMilliseconds: Int64?)
    /// Another statement is void: that coming or leaving was taken back.
    case tookBack(UUIDv8)
    /// A learner received a certificate.
    case earned(Learner, Paper)
    /// The centre cancelled a certificate, perhaps for another one.
    case revoked(Paper, replacement: String?)
  }

  /// The centre where the kiosk stands.
  struct Centre: Equatable, Sendable {
    let code: String
    let name: String
  }

  /// A person under the pseudonym of the log in which it was given: branches of a log may give the
  /// same pseudonym to two people.
  struct Learner: Equatable, Sendable {
    let log: LogID
    let pseudonym: String
  }

  /// A session; `log` is the first one of its line, so that a branch goes on with the same session.
  struct Session: Equatable, Sendable {
    let log: LogID
    let code: String
    let title: String?
    let course: Course?
  }

  /// A course, named like a session.
  struct Course: Equatable, Sendable {
    let log: LogID
    let code: String
    let title: String
  }

  /// A certificate, known by the event that issued it.
  struct Paper: Equatable, Sendable {
    let issue: EventPlace
    let number: String
    let course: Course?
    /// The hours it stands for, in tenths.
    let hoursTenths: Int64
  }
}

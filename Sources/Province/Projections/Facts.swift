import Evidence

/// What a stretch of events says, sorted by table; a fact's `seq` is its event.
struct Facts {
  struct Resident {
    let seq: Int64
    let pseudonym: String
    let isGuest: Bool
    /// Somebody who was only counted, without a name.
    let isHead: Bool
  }

  /// A guest who turned out to be a resident.
  struct Merge {
    let seq: Int64
    let guest: String
    let resident: String
  }

  struct Course {
    let seq: Int64
    let code: String
    let programme: String
    let title: String
    let tenths: Int64
    let required: Int64
  }

  struct Session {
    let seq: Int64
    let code: String
    let course: String?
    let title: String
    let day: Int64
    let starts: Int64?
    let ends: Int64?
    let tenths: Int64
  }

  struct Visit {
    let seq: Int64
    let resident: String
    let session: String
    let source: String
    let clock: ClockReading
    /// When the person came, where staff entered the visit later than that.
    let toldMilliseconds: Int64?
    var milliseconds: Int64 { clock.wallMilliseconds }
  }

  struct Certificate {
    let seq: Int64
    let number: String
    let resident: String
    let course: String
    let tenths: Int64
    let day: Int64
    let clock: ClockReading
    var issued: Int64 { clock.wallMilliseconds }
  }

  /// A fact that points at an earlier one by position.
  struct Pointer {
    let seq: Int64
    let target: Int64
  }

  /// A certificate that its centre has cancelled, perhaps for another one.
  struct Cancellation {
    let seq: Int64
    let target: Int64
    let reason: String
    let replacement: String?
  }

  /// A cancelled certificate in whose place another was issued.
  struct Replacement {
    let seq: Int64
    let target: Int64
    let number: String
  }

  /// A fact about something that has a code or a number.
  struct Mark {
    let seq: Int64
    let code: String
    let amount: Int64
  }

  /// A person whose values are erased.
  struct Erased {
    let seq: Int64
    let pseudonym: String
  }

  /// An event that could not be understood.
  struct Refused {
    let seq: Int64
    let reason: String
    /// The event's kind, where it could be read and is one.
    let kind: String?
  }

  var residents: [Resident] = []
  /// What was said of residents later: whether they are guests still.
  var residentEdits: [Resident] = []
  var merges: [Merge] = []
  var unmerges: [Pointer] = []
  var courses: [Course] = []
  var sessions: [Session] = []
  var opened: [Mark] = []
  var closed: [Mark] = []
  var visits: [Visit] = []
  var departures: [Visit] = []
  var undos: [Pointer] = []
  var certificates: [Certificate] = []
  var cancellations: [Cancellation] = []
  var replacements: [Replacement] = []
  var prints: [Mark] = []
  var erased: [Erased] = []
  var refused: [Refused] = []
  /// What is known of the kiosk's clock.
  var clocks = ClockFacts()
  /// The clock of the last event that could be read.
  var clock: ClockReading?
}

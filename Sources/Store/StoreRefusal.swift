package import Centre

/// A wish that cannot be fulfilled as it stands: the request is wrong, not the disk.
package enum StoreRefusal: Error, Equatable, Sendable {
  /// The things that may be missing.
  package enum Thing: String, Sendable {
    case resident, course, session, visit, certificate, printJob, user, notice
  }

  /// There is no such thing.
  case notFound(Thing)
  /// Another row has this value already; `field` names it ("identity", "code", "name").
  case taken(field: String)
  /// A required text is empty.
  case empty(field: String)
  /// A text is longer than the limit in characters.
  case tooLong(field: String, limit: Int)
  /// A value is outside what can be.
  case outOfRange(field: String)
  /// A certificate title may not contain this word.
  case forbiddenTitle(word: String)
  /// The session takes no check-ins: planned or closed.
  case sessionNotOpen(code: String)
  /// The session is closed, or the day's self-study, and is not edited.
  case sessionFixed(code: String)
  /// Somebody was counted at the session, so it keeps its day and course.
  case sessionHasVisits(code: String)
  /// The session is over: a leaving time that nobody gave stays unrecorded.
  case leavingNotRecorded(code: String)
  /// The guest may not be merged, or the merge not be taken back.
  case cannotMerge(GuestMerge.Refusal)
  /// The course takes no further sessions.
  case courseClosed(code: String)
  /// The first user exists already.
  case alreadySetUp
  /// Without this user no director could sign in.
  case lastDirector
}

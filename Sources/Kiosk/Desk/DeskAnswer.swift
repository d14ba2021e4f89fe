package import Centre

/// What the desk says to a string that was scanned or typed.
package enum DeskAnswer: Equatable, Sendable {
  /// The code was read; this is what it leads to.
  case answer(CheckInAnswer)
  /// The string is not a code of ours; nothing was recorded.
  case unreadable(Unreadable)
  /// The string is a certificate's code: it is judged, and nothing was recorded.
  case certificate(Judgement)
}

/// Something that the centre makes known at its door on some days.
package struct Notice: Equatable, Sendable {
  /// Its number: the position of the event with which it was first posted.
  package let id: Int64
  /// What it says, for which days, and in which place.
  package let content: NewNotice
  /// Whether somebody has taken it down.
  package let isEnded: Bool
  /// Whether its words were erased; then `content` has none, and the title is a sign in their place.
  package let isForgotten: Bool

  /// A notice as it is stored.
  package init(id: Int64, content: NewNotice, isEnded: Bool, isForgotten: Bool = false) {
    self.id = id
    self.content = content
    self.isEnded = isEnded
    self.isForgotten = isForgotten
  }

  /// Whether it will hang no more: it was taken down, or its days are over.
  package func isPast(on day: Day) -> Bool {
    isEnded || content.toDay < day
  }

  /// Whether it hangs at the door on a day.
  package func covers(_ day: Day) -> Bool {
    !isEnded && content.fromDay <= day && day <= content.toDay
  }
}

/// What is written in a notice when posting or changing one.
package struct NewNotice: Equatable, Sendable {
  /// The languages that a notice may be written in, by their codes.
  package enum Language: String, CaseIterable, Sendable {
    case vi, en
  }

  /// One line.
  package var title: String
  /// More about it, lines parted by LF; may be empty.
  package var text: String
  /// The language that both are written in.
  package var language: Language
  /// The first day on which it is shown.
  package var fromDay: Day
  /// The last day on which it is shown.
  package var toDay: Day
  /// The lower, the earlier it is shown; `NoticeText.places`.
  package var place: Int

  /// A notice to be written.
  package init(
    title: String, text: String = "", language: Language = .vi, fromDay: Day, toDay: Day,
    place: Int = 1
  ) {
    self.title = title
    self.text = text
    self.language = language
    self.fromDay = fromDay
    self.toDay = toDay
    self.place = place
  }
}

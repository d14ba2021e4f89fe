import Centre

/// The calm line: everything is saved here, and how far sending has come.
enum SavedLine {
  /// - Parameter today: a receipt of another day is told with its day.
  static func text(
    _ balance: BooksBalance, today: Day, _ texts: Texts, _ language: Language
  ) -> String {
    guard balance.isEnrolled else { return texts.text(.savedNothingYet, language) }
    let open = balance.waiting + balance.needsAttention
    guard let last = balance.lastReceiptMilliseconds else {
      return texts.text(.savedNeverSent, language, ["waiting": "\(open)"])
    }
    let values = ["waiting": "\(open)", "time": moment(last, today, texts, language)]
    return texts.text(open == 0 ? .savedAndSent : .savedWaiting, language, values)
  }

  private static func moment(
    _ milliseconds: Int64, _ today: Day, _ texts: Texts, _ language: Language
  ) -> String {
    let time = TimeOfDay.text(wallMilliseconds: milliseconds)
    let day = Day(wallMilliseconds: milliseconds)
    guard day != today else { return time }
    return texts.text(.savedMoment, language, ["time": time, "day": day.ddMMyyyy])
  }
}

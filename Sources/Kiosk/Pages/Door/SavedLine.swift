import Centre

/// The calm line: everything is saved here, and how far sending has come.
enum SavedLine {
  static func text(_ balance: BooksBalance, _ texts: Texts, _ language: Language) -> String {
    guard balance.isEnrolled else { return texts.text(.savedNothingYet, language) }
    let open = balance.waiting + balance.needsAttention
    guard let last = balance.lastReceiptMilliseconds else {
      return texts.text(.savedNeverSent, language, ["waiting": "\(open)"])
    }
    let values = ["waiting": "\(open)", "time": TimeOfDay.text(wallMilliseconds: last)]
    return texts.text(open == 0 ? .savedAndSent : .savedWaiting, language, values)
  }
}

import Centre

/// Numbers and times as people read them.
struct PageText {
  let texts: Texts
  let language: Language
  let nowMilliseconds: Int64

  /// `12.345` in Vietnamese, `12,345` in English.
  func number(_ value: Int64) -> String {
    let digits = Array(String(value.magnitude))
    let separator = language == .vi ? "." : ","
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += separator }
      text.append(digit)
    }
    return value < 0 ? "-" + text : text
  }

  /// Tenths of hours: `12,5` or `12`.
  func hours(_ tenths: Int64) -> String {
    guard tenths % 10 != 0 else { return number(tenths / 10) }
    return number(tenths / 10) + (language == .vi ? "," : ".") + String(tenths % 10)
  }

  /// `23/11/2026 08:02` in Vietnam.
  func time(_ milliseconds: Int64) -> String {
    Day(wallMilliseconds: milliseconds).ddMMyyyy + " "
      + TimeOfDay.text(wallMilliseconds: milliseconds)
  }

  /// `3 giờ trước`.
  func ago(_ milliseconds: Int64) -> String {
    let minutes = (nowMilliseconds - milliseconds) / 60_000
    guard minutes > 0 else { return texts(.now) }
    let span: String
    switch minutes {
    case ..<60: span = texts(.minutes, ["n": number(minutes)])
    case ..<2880: span = texts(.hours, ["n": number(minutes / 60)])
    default: span = texts(.days, ["n": number(minutes / 1440)])
    }
    return texts(.ago, ["span": span])
  }

  /// The clock quality of an event.
  func clock(_ quality: Int64?) -> String {
    switch quality {
    case 0: texts(.clockUnset)
    case 1: texts(.clockFloor)
    case 2: texts(.clockOperator)
    case 3: texts(.clockNetwork)
    case 4: texts(.clockReceipt)
    default: texts(.clockUnknown)
    }
  }
}

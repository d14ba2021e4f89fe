/// Hours, kept in tenths, as people read them: "12,5" in Vietnamese, "12.5" in English.
enum HoursText {
  static func text(tenths: Int64, _ language: Language) -> String {
    let whole = tenths / 10
    let tenth = tenths % 10
    guard tenth != 0 else { return "\(whole)" }
    return switch language {
    case .vi: "\(whole),\(tenth)"
    case .en: "\(whole).\(tenth)"
    }
  }
}

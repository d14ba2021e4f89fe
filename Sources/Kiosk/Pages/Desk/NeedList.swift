import Centre
import HTTP

/// What waits for somebody as the template `desk-needs` shows it: a plain sentence, what to do, and
/// where one can act at once, a button.
enum NeedList {
  /// Why a button leads where it does.
  private enum Act {
    /// To a page of the desk.
    case open(DeskPlace, DeskText)
    /// The transfer goes now.
    case send
    case none
  }

  /// The values of the template.
  static func values(_ call: DeskRequest, _ needs: [Need]) -> [String: Any] {
    [
      "needs": needs.map { values(call, $0) }, "hasNeeds": !needs.isEmpty,
      "needCount": call.number(needs.count),
    ]
  }

  /// Whether one of them stands with a button that makes the transfer go now.
  static func offersSending(_ needs: [Need]) -> Bool {
    needs.contains { need in if case .send = act(on: need) { true } else { false } }
  }

  /// The part of the phrases' keys before what it says and, with `Do`, what to do about it.
  static func key(of need: Need) -> String {
    switch need {
    case .sync(let code): "desk.attention.\(code)"
    case .cannotSave: "desk.health.cannotSave"
    case .database: "desk.health.damage"
    case .clock: "desk.health.clock"
    case .notEnrolled: "desk.health.notEnrolled"
    case .certificate: "desk.health.waiting"
    case .ending: "desk.health.ending"
    case .over: "desk.health.over"
    case .printing: "desk.health.printer"
    case .scanner: "desk.health.scanner"
    case .branch: "desk.need.branch"
    case .screen, .diskFull, .disk, .numbers, .enrolment, .signed, .list, .listDamaged:
      "desk.need.\(need.code)"
    }
  }

  private static func values(_ call: DeskRequest, _ need: Need) -> [String: Any] {
    let key = key(of: need)
    var values: [String: Any] = [
      "what": call.phrase(key, places(call, need)) ?? need.code,
      "do": call.phrase("\(key)Do") ?? call.text(.transfersAttentionDo),
      "look": need.isUrgent ? "error" : "attention", "hasLink": false, "hasForm": false,
    ]
    switch act(on: need) {
    case .open(let place, let label) where place.path() != call.http.path:
      values["hasLink"] = true
      values["href"] = place.path()
      values["label"] = call.text(label)
    case .send where call.mayWrite:
      values["hasForm"] = true
      values["action"] = DeskPlace.sendNow.path()
      values["label"] = call.text(.needSend)
    case .open, .send, .none: break
    }
    return values
  }

  private static func places(_ call: DeskRequest, _ need: Need) -> [String: String] {
    switch need {
    case .disk(let percent): ["percent": "\(percent)"]
    case .ending(let left): ["count": call.number(left)]
    case .list(let day): ["day": Day(daysSince1970: day).ddMMyyyy]
    case .diskFull, .cannotSave, .database, .clock, .sync, .branch, .numbers, .enrolment, .signed,
      .notEnrolled, .certificate, .over, .listDamaged, .screen, .printing, .scanner:
      [:]
    }
  }

  /// Pages of other rooms are linked where this kiosk has them.
  private static func act(on need: Need) -> Act {
    switch need {
    case .printing: .open(.printer, .needPrinter)
    case .clock: DeskPlace(rawValue: "/desk/clock").map { .open($0, .needClock) } ?? .none
    case .database, .disk, .diskFull:
      DeskPlace(rawValue: "/desk/transfers/usb").map { .open($0, .needStick) } ?? .none
    case .sync, .certificate, .ending, .over, .list, .listDamaged: .send
    case .notEnrolled, .enrolment: .open(.transfers, .needEnrol)
    case .branch: .open(.transfers, .needBranch)
    case .numbers: .open(.lastNumber, .needNumbers)
    case .cannotSave, .signed, .screen, .scanner: .none
    }
  }
}

import Centre
import Evidence
import HTTP
import Store

/// What has reached the province: the books balance, the last receipt, enrolment, what is stuck.
enum TransferRoom {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.transfers, in: .transfers, page)
    routes.write(.sendNow, in: .transfers) { call in
      call.desk.sendNow()
      return call.leave(to: DeskPlace.transfers.path(), .flashSendNow)
    }
    BranchNotice.addRoutes(to: &routes)
  }

  /// The balance as one line.
  static func sentence(_ call: DeskRequest, _ balance: BooksBalance) -> String {
    call.text(
      .booksSentence,
      [
        "recorded": call.number(balance.recorded), "confirmed": call.number(balance.confirmed),
        "waiting": call.number(balance.waiting),
        "attention": call.number(balance.needsAttention),
      ])
  }

  private static func page(_ call: DeskRequest) throws -> Response {
    let balance = try call.desk.balance()
    let code = call.desk.settings.centre.code
    let needs = try call.desk.needs().filter { $0 != .branch }
    var page = DeskPage("desk-transfers", title: call.text(.transfersTitle))
    page.values = [
      "recorded": call.number(balance.recorded), "confirmed": call.number(balance.confirmed),
      "waiting": call.number(balance.waiting),
      "attentionCount": call.number(balance.needsAttention),
      "hasAttention": balance.needsAttention > 0, "bulletin": try BulletinRoom.line(call),
      "facts": try facts(call, balance), "centre": code, "command": command(call),
      "canSend": try call.mayWrite && !NeedList.offersSending(needs)
        && call.desk.nextTransferMilliseconds() != nil,
      "sendHref": DeskPlace.sendNow.path(),
    ]
    page.values.merge(NeedList.values(call, needs)) { own, _ in own }
    page.values.merge(try enrolment(call)) { own, _ in own }
    page.values.merge(try BranchNotice.values(call)) { own, _ in own }
    return call.answer(page)
  }

  private static func facts(
    _ call: DeskRequest, _ balance: BooksBalance
  ) throws -> [[String: Any]] {
    let state = try call.desk.store.syncState()
    let never = call.text(.transfersNever)
    let next = try call.desk.nextTransferMilliseconds().map {
      $0 <= call.nowMilliseconds ? call.text(.transfersNow) : call.moment($0)
    }
    return try [
      call.fact(
        .transfersLastReceipt, balance.lastReceiptMilliseconds.map { call.moment($0) } ?? never),
      call.fact(
        .transfersLastAttempt, state.lastAttemptMilliseconds.map { call.moment($0) } ?? never),
      try last(call) ?? call.fact(.linesLast, never),
      call.fact(.transfersNextAttempt, next ?? call.text(.dash)),
      call.fact(.transfersFailures, call.number(state.failures)),
      call.fact(.transfersLog, grouped(call.desk.store.log.hex), isCode: true),
    ] + BranchNotice.facts(call)
  }

  /// How the last attempt ended, with what was seen when that may help a technician; nil before the first.
  private static func last(_ call: DeskRequest) throws -> [String: Any]? {
    guard let last = try call.desk.lastTransfer() else { return nil }
    let word = String(last.outcome.prefix { $0 != "-" })
    let sentence = call.phrase("desk.lines.\(word)") ?? last.outcome
    let helps = word == "stranger" || word == "failed"
    var fact = call.fact(.linesLast, sentence)
    if helps { fact["note"] = call.text(.transfersDetail, ["detail": last.detail]) }
    return fact
  }

  /// With whom the kiosk is enrolled, until when it may sign, and how old its list is.
  private static func enrolment(_ call: DeskRequest) throws -> [String: Any] {
    let state = call.desk.enrolment()
    guard case .enrolled(let enrolment) = state else {
      return ["isEnrolled": false, "isUnreadable": state == .unreadable]
    }
    let device = enrolment.deviceCertificate
    let ends = device.map { call.moment($0.expires * 1_000) } ?? call.text(.transfersNever)
    let warning = try signingWarning(call)
    var facts = [
      call.fact(.transfersProvince, name(of: enrolment)),
      call.fact(.transfersAddress, address(call, enrolment)),
    ]
    if let device { facts.append(call.fact(.transfersDevice, device.device, isCode: true)) }
    facts.append(call.fact(.transfersDeviceEnds, ends))
    if let renewal = renewal(call) { facts.append(call.fact(.transfersRenewal, renewal)) }
    facts.append(call.fact(.transfersList, try list(call)))
    return [
      "isEnrolled": true, "isUnreadable": false, "province": facts,
      "hasWarning": warning != nil, "warning": warning ?? "",
    ]
  }

  private static func address(_ call: DeskRequest, _ enrolment: Enrolment) -> String {
    let address = call.desk.settings.sync.address(of: enrolment)
    return address.isEmpty ? call.text(.transfersNoAddress) : address
  }

  /// What staff must know of this kiosk's own certificate; nil while it is good.
  private static func signingWarning(_ call: DeskRequest) throws -> String? {
    switch try call.desk.certification.state(atSeconds: call.nowMilliseconds / 1_000) {
    case .notEnrolled, .good: return nil
    case .waiting: return call.text(.transfersDeviceWaiting)
    case .ending(let left, let expires):
      let values = ["count": call.number(left), "moment": call.moment(expires * 1_000)]
      return call.text(.transfersDeviceSoon, values)
    case .over(let expires):
      return call.text(.transfersDeviceOver, ["moment": call.moment(expires * 1_000)])
    }
  }

  /// When the province was last asked for a certificate, and what it said; nil before the first time.
  private static func renewal(_ call: DeskRequest) -> String? {
    guard let mark = RenewalMark(directory: call.desk.keys.directory) else { return nil }
    let outcome = call.phrase(mark.outcome.phraseKey)
    return "\(call.moment(mark.askedSeconds * 1_000)): \(outcome ?? mark.outcome.rawValue)"
  }

  /// The day of the list of withdrawn certificates that is held.
  private static func list(_ call: DeskRequest) throws -> String {
    let held = try call.desk.heldTrust()
    if held.damage != nil { return call.text(.transfersListDamaged) }
    let day = held.trust.list.map { Day(daysSince1970: $0.day).ddMMyyyy }
    return day ?? call.text(.transfersListNone)
  }

  /// "Ninh Bình (ninhbinh.example)": the name of the root that vouches for the device, and the host.
  private static func name(of enrolment: Enrolment) -> String {
    let device = enrolment.deviceCertificate
    let root = enrolment.roots.roots.first { device?.isSigned(by: $0.key) ?? false }
    guard let root, !root.name.isEmpty else { return enrolment.provinceHost }
    return "\(root.name) (\(enrolment.provinceHost))"
  }

  /// Eight characters apart, so that a long code can be read out and breaks between groups.
  static func grouped(_ code: String) -> String {
    stride(from: 0, to: code.count, by: 8)
      .map { String(code.dropFirst($0).prefix(8)) }.joined(separator: " ")
  }

  /// The words of the command to type, none of which is broken at the end of a line.
  private static func command(_ call: DeskRequest) -> [String] {
    [
      "kioskd", "enrol", "--province", call.text(.transfersCommandProvince), "--code",
      call.text(.transfersCommandCode),
    ]
  }
}

import Centre
import Evidence
import HTTP
import Store

/// What has reached the province: the books balance, the last receipt, enrolment, what is stuck.
enum TransferRoom {
  /// Days before the end of the device's certificate from which the page warns.
  private static let warningDays: Int64 = 30

  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.transfers, in: .transfers, page)
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

  /// What needs attention and what to do about it, in words; nil when nothing does.
  static func attention(
    _ call: DeskRequest, _ balance: BooksBalance
  ) -> (what: String, advice: String)? {
    balance.attention.map { name in
      let advice = call.phrase("desk.attention.\(name)Do") ?? call.text(.transfersAttentionDo)
      return (call.phrase("desk.attention.\(name)") ?? name, advice)
    }
  }

  private static func page(_ call: DeskRequest) throws -> Response {
    let balance = try call.desk.balance()
    let attention = attention(call, balance)
    let code = call.desk.settings.centre.code
    var page = DeskPage("desk-transfers", title: call.text(.transfersTitle))
    page.values = [
      "recorded": call.number(balance.recorded), "confirmed": call.number(balance.confirmed),
      "waiting": call.number(balance.waiting),
      "attentionCount": call.number(balance.needsAttention),
      "hasAttention": attention != nil, "attention": attention?.what ?? "",
      "advice": attention?.advice ?? "",
      "facts": try facts(call, balance), "centre": code, "command": command(call),
    ]
    page.values.merge(enrolment(call)) { own, _ in own }
    return call.answer(page)
  }

  private static func facts(
    _ call: DeskRequest, _ balance: BooksBalance
  ) throws -> [[String: Any]] {
    let state = try call.desk.store.syncState()
    let never = call.text(.transfersNever)
    let next = state.nextAttemptMilliseconds.map {
      $0 <= call.nowMilliseconds ? call.text(.transfersNow) : call.moment($0)
    }
    return [
      call.fact(
        .transfersLastReceipt, balance.lastReceiptMilliseconds.map { call.moment($0) } ?? never),
      call.fact(
        .transfersLastAttempt, state.lastAttemptMilliseconds.map { call.moment($0) } ?? never),
      call.fact(.transfersNextAttempt, next ?? call.text(.dash)),
      call.fact(.transfersFailures, call.number(state.failures)),
      call.fact(.transfersLog, grouped(call.desk.store.log.hex), isCode: true),
    ]
  }

  /// With whom the kiosk is enrolled, and until when it may sign.
  private static func enrolment(_ call: DeskRequest) -> [String: Any] {
    let state = call.desk.enrolment()
    guard case .enrolled(let enrolment) = state else {
      return ["isEnrolled": false, "isUnreadable": state == .unreadable]
    }
    let device = enrolment.deviceCertificate
    let left = (device.expires * 1_000 - call.nowMilliseconds) / Day.milliseconds
    let ends = call.moment(device.expires * 1_000)
    let isOver = device.expires * 1_000 < call.nowMilliseconds
    let warning: DeskText = isOver ? .transfersDeviceOver : .transfersDeviceSoon
    return [
      "isEnrolled": true, "isUnreadable": false,
      "province": [
        call.fact(.transfersProvince, name(of: enrolment)),
        call.fact(.transfersAddress, enrolment.url),
        call.fact(.transfersDevice, device.device, isCode: true),
        call.fact(.transfersDeviceEnds, ends),
      ],
      "hasWarning": isOver || left < warningDays,
      "warning": call.text(warning, ["count": call.number(left), "moment": ends]),
    ]
  }

  /// "Ninh Bình (ninhbinh.example)": the name of the root that vouches for the device, and the host.
  private static func name(of enrolment: Enrolment) -> String {
    let issuer = enrolment.deviceCertificate.issuerKeyId
    let root = enrolment.roots.roots.first { $0.key.keyId == issuer }
    guard let root, !root.name.isEmpty else { return enrolment.provinceHost }
    return "\(root.name) (\(enrolment.provinceHost))"
  }

  /// Eight characters apart, so that a long code can be read out and breaks between groups.
  private static func grouped(_ code: String) -> String {
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

import Centre
import Evidence
import Province

/// What a root is asked to sign, in words for the person who holds the passphrase.
struct RootPlan {
  private let requests: RootRequests
  private let now: Int64
  /// The clocks of two machines may differ so much before the person is told.
  private static let clockSlackSeconds: Int64 = 2 * 86_400

  init(_ requests: RootRequests, now: Int64) {
    self.requests = requests
    self.now = now
  }

  var lines: [String] {
    heading + requests.devices.map(line) + requests.status.map(line) + requests.notices.map(line)
  }

  private var heading: [String] {
    guard !requests.province.isEmpty else {
      return ["A kiosk's own request, not checked against the enrolled kiosks:"]
    }
    let made = requests.madeSeconds * 1000
    let day = Day(wallMilliseconds: made).ddMMyyyy
    let time = TimeOfDay.text(wallMilliseconds: made)
    let first = "Requests of \(requests.province), made on \(day) \(time) by its clock:"
    guard abs(now - requests.madeSeconds) > RootPlan.clockSlackSeconds else { return [first] }
    return [first, "  WARNING: this machine's clock says another day. Which one is right?"]
  }

  private func line(_ device: RootRequests.Device) -> String {
    let until = until(requests.madeSeconds + requests.days * 86_400)
    let voucher = device.request == nil ? "its enrolment code" : "its own signature"
    return
      "  certify kiosk \(device.name), log \(device.log), key \(device.key.fingerprint), \(until), "
      + "by \(voucher)"
  }

  private func line(_ status: RootRequests.Status) -> String {
    let until = until(requests.madeSeconds + StatusCertificate.validitySeconds)
    return "  certify status key \(status.key.fingerprint), \(until)"
  }

  private func line(_ notice: RootRequests.Notice) -> String {
    "  withdraw kiosk \(notice.device), key \(notice.key.fingerprint); "
      + "\(notice.good.count) certificates stay good"
  }

  private func until(_ seconds: Int64) -> String {
    "until \(Day(wallMilliseconds: (seconds - Certifier.leadSeconds) * 1000).ddMMyyyy)"
  }
}

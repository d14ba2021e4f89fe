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

  var lines: [Saying] {
    heading + requests.devices.map(line) + requests.status.map(line) + requests.notices.map(line)
  }

  private var heading: [Saying] {
    guard !requests.province.isEmpty else { return [Saying(.rootPlanKiosk)] }
    let made = requests.madeSeconds * 1000
    let day = Day(wallMilliseconds: made).ddMMyyyy
    let time = TimeOfDay.text(wallMilliseconds: made)
    let first = Saying(
      .rootPlanProvince, ["province": requests.province, "time": "\(day) \(time)"])
    guard abs(now - requests.madeSeconds) > RootPlan.clockSlackSeconds else { return [first] }
    return [first, Saying(.rootPlanClock)]
  }

  private func line(_ device: RootRequests.Device) -> Saying {
    Saying(
      device.request == nil ? .rootPlanByCode : .rootPlanBySignature,
      [
        "device": device.name, "log": device.log, "key": device.key.fingerprint,
        "day": day(requests.madeSeconds + requests.days * 86_400),
      ])
  }

  private func line(_ status: RootRequests.Status) -> Saying {
    let day = day(requests.madeSeconds + StatusCertificate.validitySeconds)
    return Saying(.rootPlanStatusKey, ["key": status.key.fingerprint, "day": day])
  }

  private func line(_ notice: RootRequests.Notice) -> Saying {
    Saying(
      .rootPlanWithdraw,
      [
        "device": notice.device, "key": notice.key.fingerprint, "good": notice.good.count,
      ])
  }

  /// The last day of what begins a little before it is asked for.
  private func day(_ seconds: Int64) -> String {
    Day(wallMilliseconds: (seconds - Certifier.leadSeconds) * 1000).ddMMyyyy
  }
}

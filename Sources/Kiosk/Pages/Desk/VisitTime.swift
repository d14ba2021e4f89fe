import Centre

/// The time of a coming or leaving in words: as recorded where the clock was right, corrected where it
/// was not, and marked where it is known only roughly.
struct VisitTime {
  /// Days and times further apart than this are written as two.
  private static let roughMilliseconds: Int64 = 86_400_000

  private let time: CorrectedTime?
  private let claimed: Int64
  private let day: Day

  /// - Parameters:
  ///   - claimed: what was recorded, wall milliseconds.
  ///   - time: what the corrected clock tells; nil for what was recorded before clocks were corrected.
  ///   - day: the day of the session, which need not be said again.
  init(claimed: Int64, _ time: CorrectedTime?, on day: Day) {
    self.claimed = claimed
    self.time = time
    self.day = day
  }

  /// Whether it is certain enough to be compared with the end of a session.
  func isAfter(_ milliseconds: Int64) -> Bool {
    guard let time else { return claimed > milliseconds }
    return time.isAbout ? (time.earliest ?? .min) > milliseconds : time.best > milliseconds
  }

  /// The words: "08:05", "08:05 ngày 27/11/2026", "khoảng 08:05", "từ … đến …" or "chưa rõ giờ".
  func text(_ call: DeskRequest) -> String {
    guard let time, time.isAbout else { return moment(time?.best ?? claimed, call) }
    guard let earliest = time.earliest, let latest = time.latest else {
      return call.text(.clockUnknown)
    }
    guard latest - earliest > Self.roughMilliseconds else {
      return call.text(.clockAbout, ["time": moment(time.best, call)])
    }
    return call.text(
      .clockBetween, ["from": call.moment(earliest), "to": call.moment(latest)])
  }

  private func moment(_ wall: Int64, _ call: DeskRequest) -> String {
    let time = TimeOfDay.text(wallMilliseconds: wall)
    let own = Day(wallMilliseconds: wall)
    guard own != day else { return time }
    return call.text(.clockOnDay, ["time": time, "day": own.ddMMyyyy])
  }
}

extension Leaving {
  /// The words: when somebody left, nothing while that is open, or that nobody wrote it down.
  /// - Parameters:
  ///   - departure: what the corrected clock tells of it.
  ///   - day: the day of the session.
  func text(_ call: DeskRequest, _ departure: CorrectedTime?, on day: Day) -> String {
    switch self {
    case .left(let out): VisitTime(claimed: out, departure, on: day).text(call)
    case .staying: ""
    case .notRecorded: call.text(.rollOutUnknown)
    }
  }
}

extension ToldArrival {
  /// The words: "08:05" as it was written, "khoảng 08:00" where only the session's start is known.
  func text(_ call: DeskRequest) -> String {
    let time = TimeOfDay.text(wallMilliseconds: milliseconds)
    return switch basis {
    case .written: time
    case .sessionStart: call.text(.clockAbout, ["time": time])
    }
  }
}

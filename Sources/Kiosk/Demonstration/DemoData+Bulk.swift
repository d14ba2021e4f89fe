import Centre
import Evidence
import Store

extension DemoData {
  /// Learners of one session in bulk data.
  private static let classSize = 40

  /// Records `count` visits over the years before the story, some 40 a session, in large commits.
  mutating func addBulkVisits(
    _ count: Int, residents: Int, progress: (String) -> Void
  ) throws {
    let size = min(Self.classSize, residents)
    let sessions = (count + size - 1) / size
    let first = Day(wallMilliseconds: clock.reading.wallMilliseconds).daysSince1970 + 1
    let days = today.daysSince1970 - 44 - first
    var left = count
    var index = 0
    while left > 0 {
      var classes: [BulkClass] = []
      var events = 0
      while left > 0, events < Self.commitEvents {
        let day = Day(daysSince1970: first + Int64(index) * days / Int64(sessions))
        let held = bulkClass(day: day, size: min(size, left), residents: residents)
        classes.append(held)
        events += held.learners.count + 3
        left -= held.learners.count
        index += 1
      }
      try record(classes)
      progress("\(count - left) of \(count) visits recorded")
    }
  }

  private mutating func bulkClass(day: Day, size: Int, residents: Int) -> BulkClass {
    let start = day.startMilliseconds + Int64.random(in: 7...19, using: &random) * 3_600_000
    let first = Int.random(in: 0..<residents, using: &random)
    let stride = max(1, residents / size)
    return BulkClass(
      session: NewSession(
        courseCode: nil, title: Self.titles[Int.random(in: 0..<Self.titles.count, using: &random)],
        day: day, startMilliseconds: start, endMilliseconds: start + 7_200_000,
        place: "Nhà văn hóa", hoursTenths: DemoPlan.hoursTenths),
      learners: (0..<size).map { Int64((first + $0 * stride) % residents + 1) })
  }

  private func record(_ classes: [BulkClass]) throws {
    let first = clock.reading
    for held in classes {
      clock.advance(to: held.session.startMilliseconds)
    }
    let last = clock.reading.wallMilliseconds
    let startMilliseconds = first.wallMilliseconds - first.bootMilliseconds
    try desk.store.bulk { transaction in
      var now = first
      for held in classes {
        now.wallMilliseconds = min(
          last, max(now.wallMilliseconds, held.session.startMilliseconds))
        now.bootMilliseconds = now.wallMilliseconds - startMilliseconds
        let session = try transaction.addSession(held.session, now: now)
        _ = try transaction.openSession(session.code, now: now)
        for learner in held.learners {
          _ = try transaction.checkIn(
            resident: learner, session: session.code, source: .wedge, now: now)
        }
        _ = try transaction.closeSession(session.code, now: now)
      }
    }
  }

  private static let titles = [
    "Sinh hoạt chuyên đề tháng", "Đọc sách cùng nhau", "Dùng điện thoại thông minh",
    "Dịch vụ công trực tuyến", "Phân loại rác tại nguồn", "Phòng chống lừa đảo qua mạng",
    "Kỹ thuật trồng rau an toàn", "Văn nghệ quần chúng",
  ]
}

/// One past session of the bulk data with who came.
private struct BulkClass: Sendable {
  let session: NewSession
  let learners: [Int64]
}

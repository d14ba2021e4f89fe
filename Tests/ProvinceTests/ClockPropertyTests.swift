import Centre
import Evidence
import HTTP
import Testing

@testable import Province

/// Lives of kiosks as chance will, and logs that mean harm.
extension ClockTests {
  @Test func `times and marks do not depend on how the log was cut into stretches`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    print("ClockTests seed \(seed)")
    var random = SplitMix(state: seed)
    for _ in 0..<6 {
      let province = try TestProvince()
      var kiosk = try province.enrolledKiosk()
      let truth = province.clock.milliseconds - 300 * Self.day
      try live(&kiosk, from: truth, province, &random)
      let tables = ["visit", "\"clockMark\"", "\"clockBoot\""]
      let before = try tables.map { try rows($0, province) }

      for _ in 0..<3 {
        let projector = Projector(
          pool: province.pool, chunkEvents: Int64.random(in: 1...60, using: &random))
        try projector.reset()
        try projector.catchUp()
        #expect(try tables.map { try rows($0, province) } == before)
      }
    }
  }

  /// Some starts of the machine, some with answers and settings, in batches as chance will.
  private func live(
    _ kiosk: inout TestKiosk, from start: Int64, _ province: TestProvince, _ random: inout SplitMix
  ) throws {
    var truth = start
    var sent: Int64 = 0
    for boot in 1...Int64.random(in: 2...9, using: &random) {
      truth += Int64.random(in: 0...9 * Self.day, using: &random)
      var moment: Int64 = 0
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        let step = Int64.random(in: 0...9 * Self.hour, using: &random)
        moment += step
        truth += step
        let claim = Int64.random(in: 0...truth * 2, using: &random)
        _ = try visit(&kiosk, reading(boot: boot, moment, claims: claim))
        switch Int.random(in: 0..<14, using: &random) {
        case 0: try sync(&kiosk, boot: boot, moment, truth)
        case 1:
          try kiosk.add(
            "clock.set", ["u": .integer(1), "f": .integer(claim), "w": .integer(truth)],
            clock: reading(boot: boot, moment, claims: claim, .operatorSet))
        case 2: _ = try visit(&kiosk, reading(boot: boot, moment, claims: truth, .networkTime))
        case 6: _ = try visit(&kiosk, reading(boot: boot, moment, claims: truth, .receipt))
        case 3, 4, 5:
          try province.take(kiosk, from: sent)
          sent = kiosk.size
          province.clock.advance(seconds: Int64.random(in: 0...3 * 86_400, using: &random))
        default: break
        }
      }
    }
    if sent < kiosk.size { try province.take(kiosk, from: sent) }
  }

  private func rows(_ table: String, _ province: TestProvince) throws -> String? {
    try province.pool.withConnection { connection in
      try connection.query(
        "SELECT coalesce(string_agg(t::text, ';' ORDER BY t::text), '') AS rows FROM \(table) t"
      ).first?.text("rows")
    }
  }

  @Test func `numbers from a hostile log are kept and hurt nobody`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    let most = Int64(1) << 53 - 1
    for boot in [0, 1, most, -most] as [Int64] {
      for moment in [-most, 0, most] {
        try kiosk.add(
          "clock.sync", ["st": .integer(moment), "rt": .integer(most)],
          clock: reading(boot: boot, moment, claims: most, .networkTime))
        _ = try visit(&kiosk, reading(boot: boot, moment, claims: 0))
      }
    }

    try province.take(kiosk)

    #expect(try province.count("visit") == 12)
    #expect(try province.count("quarantine") == 0)
  }

  @Test func `random lives hold: the truth lies within what the province says`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    print("ClockTests seed \(seed)")
    var random = SplitMix(state: seed)
    for _ in 0..<6 {
      let province = try TestProvince()
      var kiosk = try province.enrolledKiosk()
      var truth = province.clock.milliseconds - 300 * Self.day
      var truths: [Int64: Int64] = [:]
      var sent: Int64 = 0
      for boot in 1...Int64.random(in: 2...9, using: &random) {
        truth += Int64.random(in: 0...9 * Self.day, using: &random)
        var moment: Int64 = 0
        for _ in 0..<Int.random(in: 1...9, using: &random) {
          let step = Int64.random(in: 0...2 * Self.hour, using: &random)
          moment += step
          truth += step
          let claim = Int64.random(in: 0...truth * 2, using: &random)
          truths[try visit(&kiosk, reading(boot: boot, moment, claims: claim))] = truth
          if Int.random(in: 0..<3, using: &random) == 0 {
            let claim = truth + Int64.random(in: -60_000...60_000, using: &random)
            truths[try visit(&kiosk, reading(boot: boot, moment, claims: claim, .receipt))] = truth
          }
          if Int.random(in: 0..<6, using: &random) == 0 {
            try sync(&kiosk, boot: boot, moment, truth - Int64.random(in: 0...300, using: &random))
          }
          if Int.random(in: 0..<4, using: &random) == 0 {
            try province.take(kiosk, from: sent)
            sent = kiosk.size
          }
        }
      }
      if sent < kiosk.size { try province.take(kiosk, from: sent) }
      for (seq, truth) in truths {
        let time = try row(seq, province)
        #expect((time.earliest ?? .min) <= truth && truth <= (time.latest ?? .max), "seed \(seed)")
      }
    }
  }
}

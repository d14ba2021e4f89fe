import Evidence
import Foundation
import HTTP
import Logging

@testable import Province

/// A whole province on a database of its own, with a clock that stands still.
final class TestProvince {
  let clock = TestClock()
  let settings: Settings
  let application: Application
  let directory: String
  /// Other logs than those of the test are of no interest.
  static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  init(change: (inout Settings) -> Void = { _ in }) throws {
    directory = NSTemporaryDirectory() + "province-\(UUID().uuidString)"
    var settings = Settings()
    settings.province.host = "province.test"
    settings.province.data = directory
    let target = try Cluster.database()
    settings.database.url = target.url
    settings.database.connections = 12
    settings.http.port = 0
    settings.pages.assets = TestProvince.assets
    change(&settings)
    self.settings = settings
    application = try Application(
      settings: settings, clock: clock.wall, logger: TestProvince.quiet)
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  var pool: ConnectionPool { application.pool }
  var collector: Collector { application.collector }

  /// The folder of pages and texts in the sources.
  static let assets = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("assets").path

  func router() throws -> Router {
    try application.router(pages: try Pages(assets: TestProvince.assets))
  }

  /// A new kiosk that was enrolled through the use case itself.
  func enrolledKiosk(centre: String = "14464-1") throws -> TestKiosk {
    var kiosk = TestKiosk(host: settings.province.host)
    let offer = try application.enrolments.offer(centre: centre, name: "Xã Gia Viễn")
    let answer = try application.enrolments.enrol(
      try kiosk.enrolment(code: offer.code.text), address: "127.0.0.1")
    kiosk.token = answer.token
    kiosk.pullToken = answer.pullToken
    kiosk.certificate = try answer.certificate.map { try DeviceCertificate(bytes: $0) }
    return kiosk
  }

  /// Takes in what a kiosk has written since `start`, personal values too, and projects it.
  func take(_ kiosk: TestKiosk, from start: Int64 = 0) throws {
    _ = try collector.accept(try kiosk.batch(start, kiosk.size), log: kiosk.log, range: nil)
    if kiosk.personal.contains(where: { $0.seq >= start }) {
      _ = try application.personal.accept(
        try kiosk.personalDocument(start, kiosk.size), log: kiosk.log,
        range: try SeqRange("\(start)-\(kiosk.size)"))
    }
    try application.projector.catchUp()
  }

  func count(_ table: String) throws -> Int64 {
    try integer("SELECT count(*) AS n FROM \(table)")
  }

  func integer(_ sql: String) throws -> Int64 {
    try pool.withConnection { try $0.query(sql).first?.integer("n") ?? -1 }
  }

  /// The rows of every table of the ledger, to see that nothing was touched.
  func fingerprint() throws -> String {
    try pool.withConnection { connection in
      try ["stream", "batch", "event", "personal", "quarantine", "enrolment", "kiosk"].map {
        table in
        let rows = try connection.query(
          "SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS digest "
            + "FROM \(table) t")
        return try table + "=" + (rows.first?.text("digest") ?? "")
      }.joined(separator: " ")
    }
  }
}

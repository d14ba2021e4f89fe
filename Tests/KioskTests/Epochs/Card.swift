import Centre
import Evidence
import Foundation
import HTTP
import Paper
import Store
import Synchronization

@testable import Kiosk

/// A kiosk's memory card: it can be taken out, copied, and put back as it was.
final class Card {
  let folder: String
  private(set) var desk: Desk
  private let settings: Settings
  private let reading: Mutex<ClockReading>

  init() throws {
    folder = "\(NSTemporaryDirectory())/card-\(UUID().uuidString)"
    settings = try Settings(text: "[desk]\npasswordCost = 10", file: "test")
    let start = ClockReading(
      boot: 1, bootMilliseconds: 60_000, wallMilliseconds: Bed.start, quality: .networkTime)
    reading = Mutex(start)
    desk = try Self.open(folder, settings, start)
  }

  private init(folder: String, settings: Settings, reading: ClockReading) throws {
    self.folder = folder
    self.settings = settings
    self.reading = Mutex(reading)
    desk = try Self.open(folder, settings, reading)
  }

  deinit {
    desk.store.close()
    try? FileManager.default.removeItem(atPath: folder)
  }

  private static func open(
    _ folder: String, _ settings: Settings, _ reading: ClockReading
  ) throws -> Desk {
    try Opening(
      path: folder, settings: settings, clock: Clock { reading },
      papers: Papers(assets: DoorKiosk.assets, settings: settings.sign)
    ).desk
  }

  var store: Store { desk.store }
  var lines: [[UInt8]] { get throws { try store.lines(from: 0, to: .max) } }

  /// Lets an hour and a second pass and starts the kiosk again.
  func restart(afterSeconds seconds: Int64 = 3_601) throws {
    store.close()
    let next = reading.withLock { value in
      value.wallMilliseconds += seconds * 1_000
      value.boot += 1
      return value
    }
    desk = try Self.open(folder, settings, next)
  }

  /// Keeps what is on the card now, for `putBack`.
  func backup(of part: String = "") throws -> String {
    store.close()
    let place = "\(folder)-\(UUID().uuidString)"
    try FileManager.default.copyItem(atPath: folder, toPath: place)
    try restart()
    return place
  }

  /// Puts a backup in the place of what is on the card: all of it, or the database alone.
  func putBack(_ backup: String, databaseOnly: Bool = false) throws {
    store.close()
    let files = FileManager.default
    for name in try files.contentsOfDirectory(atPath: folder)
    where !databaseOnly || name.hasPrefix("kiosk.sqlite") {
      try files.removeItem(atPath: "\(folder)/\(name)")
    }
    for name in try files.contentsOfDirectory(atPath: backup)
    where !databaseOnly || name.hasPrefix("kiosk.sqlite") {
      try files.copyItem(atPath: "\(backup)/\(name)", toPath: "\(folder)/\(name)")
    }
    try restart()
  }

  /// A second kiosk with everything that is on this card.
  func copied() throws -> Card {
    store.close()
    let place = "\(folder)-\(UUID().uuidString)"
    try FileManager.default.copyItem(atPath: folder, toPath: place)
    try restart()
    return try Card(folder: place, settings: settings, reading: reading.withLock { $0 })
  }

  func addResident(_ name: String) throws {
    var form = ResidentForm()
    form.name = name
    form.birth = "1968"
    guard case .saved = try desk.addResident(form) else { throw Unexpected() }
  }

  func worker() -> SyncWorker {
    let client = Client(settings: ClientSettings(desk.settings.sync))
    return SyncWorker(
      store: store, keys: desk.keys, clock: desk.clock, settings: desk.settings.sync,
      logger: Bed.quiet, eraseElsewhere: { [desk] in try desk.eraseElsewhere() },
      send: { try client.send($0) })
  }

  /// Goes to the province now.
  @discardableResult
  func sync() throws -> SyncOutcome { try worker().step(isForced: true) }

  /// The same, as a word that says why when it did not go well.
  func outcome() throws -> String {
    let outcome = try sync()
    return outcome == .balanced ? outcome.word : "\(outcome.word): \(outcome.detail)"
  }

  /// Asks the addresses that a province pulls.
  func ask(_ line: String, bearer: String, body: [UInt8] = []) throws -> Response {
    var router = Router()
    PullRoutes(desk: desk).addRoutes(to: &router)
    let parts = line.split(separator: " ").map(String.init)
    let type = body.first == UInt8(ascii: "{") ? "application/json" : "text/plain"
    return router.respond(
      to: try Request(
        method: parts[0], target: parts[1],
        headers: ["Content-Type": type, "Authorization": "Bearer \(bearer)"], body: body))
  }
}

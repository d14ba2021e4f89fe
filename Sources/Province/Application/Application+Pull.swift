package import Evidence
import HTTP
package import Logging

// Fetching from kiosks, wired for the command and for tests.
extension Application {
  /// A puller that ends in this service's collectors.
  /// - Throws: `SettingsError` when the certificate to show, its key or the authorities cannot be used.
  package func puller() throws -> Puller {
    let pull = settings.pull
    var client = ClientSettings()
    client.stallSeconds = pull.timeoutSeconds
    client.timeoutSeconds = Double(pull.timeoutSeconds) * 10
    client.maxResponseBytes = max(
      settings.collector.maxCompressedBytes, settings.collector.maxInflatedBytes)
    client.userAgent = "provinced/\(Province.version)"
    if !pull.authorityFile.isEmpty {
      _ = try settings.naming { try TLSFile.certificates(pull.authorityFile) }
      client.caFile = pull.authorityFile
    }
    if !pull.certificateFile.isEmpty {
      _ = try settings.naming { try TLSFile.certificates(pull.certificateFile) }
      _ = try settings.naming { try TLSFile.privateKey(pull.keyFile) }
      client.certificateFile = pull.certificateFile
      client.keyFile = pull.keyFile
    }
    return Puller(
      pool: pool, keys: keys, collector: collector, personal: personal, branches: branches,
      client: Client(settings: client), settings: pull)
  }

  /// When each kiosk is to be asked.
  package var pullSchedule: PullSchedule {
    PullSchedule(pool: pool, clock: clock, settings: settings.pull)
  }

  /// A scheduler over all kiosks.
  /// - Parameter onStored: called after a round that brought something.
  package func pullScheduler(
    logger: Logger, onStored: @escaping @Sendable () -> Void = {}
  ) throws -> PullScheduler {
    PullScheduler(
      puller: try puller(), schedule: pullSchedule, logger: logger, onStored: onStored)
  }

  /// Whether a text can be a kiosk's address.
  package static func isAddress(_ text: String) -> Bool {
    text.hasPrefix("http://") || text.hasPrefix("https://")
  }

  /// Names the address at which a kiosk is asked from now on; an empty one forgets it.
  /// - Throws: `Refused` when no such log is enrolled or the address is none.
  package func setKioskURL(_ url: String, log: LogID) throws {
    guard url.isEmpty || Application.isAddress(url) else {
      throw Refused(.kiosksNoAddress, ["url": url])
    }
    let target = Puller.Target(log: log, url: url)
    let count = try pool.withConnection { connection in
      try connection.change(
        "UPDATE kiosk SET url = $2 WHERE stream = (SELECT id FROM stream WHERE log = $1)",
        [.bytes(log.bytes), .text(url.isEmpty ? nil : nfc(target.url))])
    }
    guard count == 1 else { throw Refused(.kiosksUnknown, ["log": log]) }
  }
}

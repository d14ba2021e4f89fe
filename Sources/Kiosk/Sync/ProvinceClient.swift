import HTTP
import Synchronization

/// The way to the province of a kiosk that runs: the authority that `kioskd enrol --authority` keeps
/// meanwhile is trusted from the next request on.
final class ProvinceClient: Sendable {
  private let client: Client
  private let settings: SyncSettings
  private let data: String
  private let clock: Clock
  /// The state of the authority's file that the client has read.
  private let stamp: Mutex<FileStamp?>

  /// - Parameters:
  ///   - data: the data directory.
  ///   - clock: what the province's certificates are judged by.
  /// - Throws: `TLSFileError`.
  init(_ settings: SyncSettings, data: String, clock: Clock) throws(TLSFileError) {
    self.settings = settings
    self.data = data
    self.clock = clock
    stamp = Mutex(FileStamp(ProvinceAuthority.path(data: data)))
    client = Client(settings: try ClientSettings(settings, data: data, clock: clock))
  }

  /// Sends one request, as `Client.send`.
  /// - Throws: `ClientError`, `TLSFileError`.
  func send(_ request: ClientRequest) throws -> ClientResponse {
    try followAuthority()
    return try client.send(request)
  }

  /// Ends every request that is under way.
  func interrupt() {
    client.interrupt()
  }

  private func followAuthority() throws {
    try stamp.withLock { known in
      let stamp = FileStamp(ProvinceAuthority.path(data: data))
      guard stamp != known else { return }
      client.change(try ClientSettings(settings, data: data, clock: clock))
      known = stamp
    }
  }
}

import HTTP

extension Application {
  /// The forwarder to the learning record store of the settings.
  /// - Throws: `SettingsError` when there is none, `PageError` when a catalogue is missing.
  package func forwarder(assets: String) throws -> Forwarder {
    let forward = settings.forward
    guard !forward.url.isEmpty else {
      throw settings.wrong(
        "forward.url", "is empty: forwarding is off. Set the address of a learning record store")
    }
    var client = ClientSettings()
    client.timeoutSeconds = Double(forward.timeoutSeconds)
    client.connectTimeoutSeconds = min(client.connectTimeoutSeconds, client.timeoutSeconds)
    if !forward.authorityFile.isEmpty {
      _ = try settings.naming { try TLSFile.certificates(forward.authorityFile) }
      client.caFile = forward.authorityFile
    }
    client.userAgent = "provinced/\(Province.version)"
    let line = Client(settings: client)
    let store = RecordStore(
      endpoint: forward.url, version: forward.version, user: forward.user,
      password: try settings.forwardPassword
    ) { request throws(ClientError) in try line.send(request) }
    return Forwarder(
      target: try settings.target, projector: projector, settings: forward,
      maker: StatementMaker(
        base: forward.homePage.isEmpty ? "https://\(settings.province.host)" : forward.homePage,
        words: try StatementWords(assets: assets)),
      store: store, clock: clock)
  }

  /// How forwarding stands.
  package var forwardReport: ForwardReport {
    ForwardReport(pool: pool, settings: settings.forward)
  }
}

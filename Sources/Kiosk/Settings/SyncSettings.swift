/// How records travel to the province. Nothing is sent before `kioskd enrol`.
package struct SyncSettings: Equatable, Sendable {
  /// The address of the province's server; empty uses the one given at enrolment.
  package var provinceURL: String
  /// Seconds between two transfers while little happens.
  package var intervalSeconds: Int
  /// Waiting events that start a transfer at once.
  package var wakeEvents: Int
  /// Events in an ordinary batch; doubled on success, halved on failure.
  package var batchEvents: Int
  /// Events in the smallest batch.
  package var batchEventsLeast: Int
  /// Events in the largest batch.
  package var batchEventsMost: Int
  /// Bytes of a compressed batch.
  package var batchBytes: Int
  /// Seconds to reach the province.
  package var connectSeconds: Int
  /// Seconds without a byte after which an exchange is given up.
  package var timeoutSeconds: Int
  /// Seconds for one whole exchange, however steadily bytes flow.
  package var exchangeSeconds: Int
  /// The unit of the back-off after a failure, seconds.
  package var backOffSeconds: Int
  /// The longest back-off, seconds.
  package var backOffMostSeconds: Int
  /// Kinds of events whose personal values the province receives.
  package var personalKinds: [String]
  /// A file of certificate authorities; empty uses the system's.
  package var authorityFile: String
  /// An HTTP proxy; empty goes straight.
  package var proxy: String
  /// A file of "user:password" for the proxy; empty for none.
  package var proxyCredentialsFile: String
  /// The most bytes a second to use of the line, each way; 0 is no limit.
  package var bytesPerSecond: Int
  /// Whether the kiosk holds a line over which the province may pull.
  package var dialOut: Bool

  init(_ reader: inout SettingsReader) throws(SettingsError) {
    provinceURL = try reader.text("sync.provinceURL", "", most: 400)
    guard provinceURL.isEmpty || Self.isAddress(provinceURL) else {
      throw reader.wrong("sync.provinceURL", "must begin with https:// or http://")
    }
    intervalSeconds = try reader.integer("sync.intervalSeconds", 900, in: 1...86_400)
    wakeEvents = try reader.integer("sync.wakeEvents", 512, in: 1...8_192)
    batchEvents = try reader.integer("sync.batchEvents", 512, in: 1...8_192)
    batchEventsLeast = try reader.integer("sync.batchEventsLeast", 32, in: 1...512)
    batchEventsMost = try reader.integer("sync.batchEventsMost", 4_096, in: 32...8_192)
    batchBytes = try reader.integer("sync.batchBytes", 1_048_576, in: 16_384...1_048_576)
    connectSeconds = try reader.integer("sync.connectSeconds", 10, in: 1...120)
    timeoutSeconds = try reader.integer("sync.timeoutSeconds", 60, in: 1...900)
    exchangeSeconds = try reader.integer("sync.exchangeSeconds", 900, in: 10...7_200)
    backOffSeconds = try reader.integer("sync.backOffSeconds", 15, in: 1...600)
    backOffMostSeconds = try reader.integer("sync.backOffMostSeconds", 1_800, in: 1...86_400)
    personalKinds = try reader.texts(
      "sync.personalKinds", ["certificate.issue"], least: 0, most: 20)
    authorityFile = try reader.text("sync.authorityFile", "", most: 400)
    proxy = try reader.text("sync.proxy", "", most: 400)
    guard !proxy.contains("@") else {
      throw reader.wrong(
        "sync.proxy", "must not hold a name or password; put them into sync.proxyCredentialsFile")
    }
    proxyCredentialsFile = try reader.text("sync.proxyCredentialsFile", "", most: 400)
    bytesPerSecond = try reader.integer("sync.bytesPerSecond", 0, in: 0...100_000_000)
    guard bytesPerSecond == 0 || bytesPerSecond >= 256 else {
      throw reader.wrong("sync.bytesPerSecond", "must be 0, or 256 and more")
    }
    dialOut = try reader.boolean("sync.dialOut", false)
    guard batchEventsLeast <= batchEvents, batchEvents <= batchEventsMost else {
      throw reader.wrong(
        "sync.batchEvents", "must lie between sync.batchEventsLeast and sync.batchEventsMost")
    }
  }

  /// The address in use, without a slash at its end: the configured one, or that of the enrolment.
  package func address(of enrolment: Enrolment) -> String {
    let url = provinceURL.isEmpty ? enrolment.url : provinceURL
    return url.hasSuffix("/") ? String(url.dropLast()) : url
  }

  /// Whether a text can be the address of a province's server.
  package static func isAddress(_ text: String) -> Bool {
    text.hasPrefix("https://") || text.hasPrefix("http://")
  }
}

import Foundation

extension Settings {
  /// Reads a file; what it does not name keeps its default.
  package init(file: String) throws(SettingsError) {
    guard let bytes = FileManager.default.contents(atPath: file) else {
      throw SettingsError(file: file, line: nil, key: nil, message: "cannot be read")
    }
    guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
      throw SettingsError(file: file, line: nil, key: nil, message: "is not UTF-8 text")
    }
    var reader = try SettingsReader(text: text, file: file)
    try self.init(&reader)
  }

  /// Reads every key through `reader`, then refuses what is left over.
  package init(_ reader: inout SettingsReader) throws(SettingsError) {
    self.init()
    try read(&reader)
    places = reader.places
  }

  /// Reads every key over the values in force, which stay where the file is silent.
  mutating func read(_ reader: inout SettingsReader) throws(SettingsError) {
    try readService(&reader)
    try readCollector(&reader)
    try readRest(&reader)
    try checkPairs(reader)
    try reader.finish()
  }

  private mutating func readService(_ reader: inout SettingsReader) throws(SettingsError) {
    try reader.text("province.host", &province.host, check: Settings.hostReason)
    try reader.text("province.name", &province.name, check: Settings.emptyReason)
    try reader.text("province.shortHost", &province.shortHost, check: Settings.hostReason)
    try reader.text("province.data", &province.data, check: Settings.emptyReason)
    try reader.text("http.host", &http.host, check: Settings.emptyReason)
    try reader.integer("http.port", &http.port, in: 0...65_535)
    try reader.text("http.certificateFile", &http.certificateFile)
    try reader.text("http.keyFile", &http.keyFile)
    try reader.integer("http.maxConnections", &http.maxConnections, in: 1...20_000)
    try reader.integer(
      "http.maxConnectionsPerAddress", &http.maxConnectionsPerAddress, in: 0...20_000)
    try reader.integer("http.idleTimeoutSeconds", &http.idleTimeoutSeconds, in: 1...3600)
    try reader.integer("http.requestTimeoutSeconds", &http.requestTimeoutSeconds, in: 1...3600)
    try reader.integer("http.stopGraceSeconds", &http.stopGraceSeconds, in: 0...600)
    try reader.text("database.url", &database.url, check: Settings.urlReason)
    try reader.text("database.passwordFile", &database.passwordFile)
    try reader.integer("database.connections", &database.connections, in: 1...200)
    try reader.integer(
      "database.connectTimeoutSeconds", &database.connectTimeoutSeconds, in: 1...120)
    try reader.integer(
      "database.statementTimeoutSeconds", &database.statementTimeoutSeconds, in: 1...3600)
  }

  private mutating func readCollector(_ reader: inout SettingsReader) throws(SettingsError) {
    try reader.integer("collector.maxEvents", &collector.maxEvents, in: 1...8192)
    try reader.integer(
      "collector.maxCompressedBytes", &collector.maxCompressedBytes, in: 1024...1_048_576)
    try reader.integer(
      "collector.maxInflatedBytes", &collector.maxInflatedBytes, in: 16_384...8_388_608)
    try reader.integer("collector.lanes", &collector.lanes, in: 1...1000)
    try reader.integer(
      "collector.eventsPerLaneSecond", &collector.eventsPerLaneSecond, in: 1...1_000_000)
    try reader.integer(
      "collector.unreservedEvents", &collector.unreservedEvents, in: 0...8192)
    try reader.integer("enrolment.codeValidHours", &enrolment.codeValidHours, in: 1...8760)
    try reader.integer("enrolment.attempts", &enrolment.attempts, in: 1...1000)
    try reader.integer(
      "enrolment.attemptWindowMinutes", &enrolment.attemptWindowMinutes, in: 1...1440)
    try reader.integer("enrolment.certificateDays", &enrolment.certificateDays, in: 1...800)
  }

  private mutating func readRest(_ reader: inout SettingsReader) throws(SettingsError) {
    try reader.texts("personal.accepted", &personal.accepted, check: Settings.kindReason)
    try reader.integer("status.publishHours", &status.publishHours, in: 1...720)
    try reader.integer("pull.intervalSeconds", &pull.intervalSeconds, in: 1...86_400)
    try reader.integer("pull.timeoutSeconds", &pull.timeoutSeconds, in: 1...3600)
    try reader.integer("pull.maxEvents", &pull.maxEvents, in: 1...8192)
    try reader.integer("pull.concurrency", &pull.concurrency, in: 1...100)
    try reader.integer("pull.backOffSeconds", &pull.backOffSeconds, in: 1...600)
    try reader.integer("pull.backOffMostSeconds", &pull.backOffMostSeconds, in: 1...86_400)
    try reader.text("pull.authorityFile", &pull.authorityFile)
    try reader.text("pull.certificateFile", &pull.certificateFile)
    try reader.text("pull.keyFile", &pull.keyFile)
    try readForward(&reader)
    try reader.text("pages.assets", &pages.assets)
    try reader.text("pages.language", &pages.language) { text in
      text == "vi" || text == "en" ? nil : "must be \"vi\" or \"en\""
    }
    try reader.integer("pages.silentHours", &pages.silentHours, in: 1...8760)
    try reader.integer("pages.rows", &pages.rows, in: 10...1000)
  }

  /// A certificate without its key, or a key without its certificate, is a slip.
  private func checkPairs(_ reader: SettingsReader) throws(SettingsError) {
    for (section, certificate, key) in [
      ("http", http.certificateFile, http.keyFile), ("pull", pull.certificateFile, pull.keyFile),
    ] where certificate.isEmpty != key.isEmpty {
      throw reader.error(
        "\(section).keyFile", "must be named together with \(section).certificateFile")
    }
  }

  private static func emptyReason(_ text: String) -> String? {
    text.isEmpty ? "must not be empty" : nil
  }

  private static func hostReason(_ text: String) -> String? {
    let isHost =
      !text.isEmpty && text.utf8.count <= 100
      && text.utf8.allSatisfy {
        (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46
      }
    return isHost ? nil : "must be a lower-case host name such as \"tthtcd.ninhbinh.example\""
  }

  private static func kindReason(_ text: String) -> String? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
      ? nil : "\"\(text)\" is not of the form \"kind/field\""
  }

  private static func urlReason(_ text: String) -> String? {
    DatabaseTarget.holdsPassword(text)
      ? "must not hold a password; use database.passwordFile, PGPASSWORD or PGPASSFILE" : nil
  }
}

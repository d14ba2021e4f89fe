import Evidence
package import HTTP

extension ClientSettings {
  /// What the configuration says about the line to the province.
  package init(_ settings: SyncSettings) {
    self.init()
    connectTimeoutSeconds = Double(settings.connectSeconds)
    stallSeconds = settings.timeoutSeconds
    timeoutSeconds = Double(max(settings.exchangeSeconds, settings.timeoutSeconds))
    // The longest document that a province gives out, and a little for what stands around it.
    maxResponseBytes = Bulletin.byteLimit + 1_024
    maxBytesPerSecond = settings.bytesPerSecond == 0 ? nil : settings.bytesPerSecond
    caFile = settings.authorityFile.isEmpty ? nil : settings.authorityFile
    proxy = settings.proxy.isEmpty ? nil : settings.proxy
    userAgent = "learning-kiosk/\(Program.version)"
  }

  /// The same with what stands in files: the province's authority and the proxy's password.
  /// - Parameters:
  ///   - data: the data directory.
  ///   - clock: what the province's certificates are judged by.
  /// - Throws: `TLSFileError` when a file is missing or others may read the password.
  package init(_ settings: SyncSettings, data: String, clock: Clock) throws(TLSFileError) {
    self.init(settings)
    certificateTime = clock.certificateTime
    let kept = ProvinceAuthority.path(data: data)
    if caFile == nil, Files.exists(kept) {
      caFile = kept
    }
    if let caFile {
      _ = try TLSFile.certificates(caFile)
    }
    proxyCredentials = try Self.credentials(settings.proxyCredentialsFile)
  }

  private static func credentials(_ path: String) throws(TLSFileError) -> String? {
    guard !path.isEmpty else {
      return nil
    }
    try TLSFile.checkPrivate(path)
    let line: String?
    do {
      line = try Files.line(path)
    } catch {
      throw TLSFileError(path: path, reason: error.message)
    }
    guard let line, line.contains(":"), !line.contains(where: \.isNewline) else {
      throw TLSFileError(path: path, reason: "must hold one line name:password")
    }
    return line
  }
}

/// The configuration of one kiosk, read once at start from `kiosk.toml`: that file is its manual
/// and names every key. A key that the file leaves out keeps its default.
package struct Settings: Sendable {
  /// Whose kiosk this is, as screens and papers name it.
  package var centre: CentreSettings
  /// What certificates say beside their facts.
  package var sign: SignSettings
  /// Where the kiosk listens.
  package var http: HTTPSettings
  /// A bound on everything that comes from outside.
  package var limits: LimitSettings
  /// How the check-in screen behaves.
  package var checkIn: CheckInSettings
  /// Which scanners the service reads by itself.
  package var scanners: ScannerSettings
  /// How the manager's desk is guarded.
  package var desk: DeskSettings
  /// Which clock is believed.
  package var clock: ClockSettings
  /// Where papers go.
  package var printer: PrinterSettings
  /// How records travel to the province.
  package var sync: SyncSettings
  /// Where sticks are.
  package var usb: UsbSettings
  /// Every key with its value, in the order of the file.
  package let entries: [SettingEntry]
  private let file: String
  private let lines: SettingsLines

  /// The configuration in `text`.
  /// - Parameter file: the path that errors name.
  package init(text: String, file: String) throws(SettingsError) {
    var reader = try SettingsReader(text: text, file: file)
    centre = try CentreSettings(&reader)
    sign = try SignSettings(&reader)
    http = try HTTPSettings(&reader)
    limits = try LimitSettings(&reader)
    checkIn = try CheckInSettings(&reader)
    scanners = try ScannerSettings(&reader)
    desk = try DeskSettings(&reader)
    clock = try ClockSettings(&reader)
    printer = try PrinterSettings(&reader)
    sync = try SyncSettings(&reader)
    usb = try UsbSettings(&reader)
    try reader.finish()
    entries = reader.entries
    self.file = file
    lines = reader.lines
  }

  /// The configuration in the file at `path`.
  package init(path: String) throws(SettingsError) {
    do {
      let bytes = try Files.read(path, mostBytes: 1 << 20)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw SettingsError(file: path, line: 0, key: "", reason: "is not UTF-8 text")
      }
      try self.init(text: text, file: path)
    } catch let error as SettingsError {
      throw error
    } catch {
      let reason = (error as? FileError)?.message ?? "\(error)"
      throw SettingsError(file: path, line: 0, key: "", reason: "cannot be read: \(reason)")
    }
  }

  /// The complaint about a file that a key names, at the place of that key: whether the file can be used
  /// shows only when it is.
  /// - Parameters:
  ///   - path: the file, as the key names it.
  ///   - reason: what is wrong, as a sentence that names the file.
  /// - Returns: nil when no key names it.
  func wrong(file path: String, _ reason: String) -> SettingsError? {
    let value = SettingsReader.quoted(path)
    return entries.first { $0.value == value }.map {
      SettingsError(file: file, line: lines.line(of: $0.key), key: $0.key, reason: reason)
    }
  }

  /// Every key at its default.
  package static func standard() throws(SettingsError) -> Settings {
    try Settings(text: "", file: "defaults")
  }
}

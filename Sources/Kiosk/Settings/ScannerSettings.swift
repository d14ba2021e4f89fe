/// Which scanners the service reads by itself, beside those that type into the page.
package struct ScannerSettings: Equatable, Sendable {
  /// Serial scanners: "auto", or paths of devices.
  package var serial: [String]
  /// The speed of serial scanners in baud; USB-CDC scanners do not care.
  package var baud: Int
  /// Keyboard scanners that are taken from the browser: names of input devices, or their paths.
  package var evdev: [String]
  /// What scanners are set up to send before each code.
  package var prefixes: [String]
  /// Whether the first screen reads codes by the machine's camera.
  package var camera: Bool

  init(_ reader: inout SettingsReader) throws(SettingsError) {
    serial = try reader.texts("scanners.serial", [ScannerSearch.automatic], least: 0, most: 8)
    baud = try reader.integer("scanners.baud", 9_600, in: 1_200...115_200)
    evdev = try reader.texts("scanners.evdev", [], least: 0, most: 8)
    prefixes = try reader.texts("scanners.prefixes", [], least: 0, most: 8)
    camera = try reader.boolean("scanners.camera", false)
    guard serial.allSatisfy({ $0 == ScannerSearch.automatic || $0.hasPrefix("/") }) else {
      throw reader.wrong(
        "scanners.serial", "must hold \"auto\" or full paths, such as \"/dev/ttyACM0\"")
    }
    guard ScannerFile.speeds[baud] != nil else {
      let speeds = ScannerFile.speeds.keys.sorted().map(String.init).joined(separator: ", ")
      throw reader.wrong("scanners.baud", "must be one of \(speeds)")
    }
    guard !evdev.contains(ScannerSearch.automatic), !evdev.contains("") else {
      throw reader.wrong(
        "scanners.evdev", "must name each device: a keyboard that people type on is never taken")
    }
  }
}

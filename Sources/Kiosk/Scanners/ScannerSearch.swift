import Glibc

/// Finds the scanners that the settings name, as they are plugged in at this moment.
struct ScannerSearch: Sendable {
  /// The setting that takes whatever serial scanner there is.
  static let automatic = "auto"
  /// More than these are not read.
  static let most = 8

  let settings: ScannerSettings
  /// The folder of device files, another one in tests.
  var devices = "/dev"
  /// The folder of what the kernel knows about them.
  var system = "/sys"

  /// Every scanner that is there or is named; each device once, the named ones first.
  func places() -> [ScannerPlace] {
    var found: [ScannerPlace] = []
    let named = settings.serial.filter { $0 != Self.automatic }.map(serial)
    let automatic = named.count < settings.serial.count ? automaticSerial() : []
    for place in named + automatic + settings.evdev.map(input) {
      let isKnown = place.path.map { path in found.contains { $0.path == path } } ?? false
      if !isKnown { found.append(place) }
    }
    return Array(found.prefix(Self.most))
  }

  private func serial(_ path: String) -> ScannerPlace {
    ScannerPlace(kind: .serial, name: path, path: Self.real(path))
  }

  /// Names that do not change with the order of plugging in come before those that do.
  private func automaticSerial() -> [ScannerPlace] {
    let lasting = "\(devices)/serial/by-id"
    let links = Self.names(in: lasting).map { (name: $0, path: "\(lasting)/\($0)") }
    let modems = Self.names(in: devices).filter { $0.hasPrefix("ttyACM") }
      .map { (name: $0, path: "\(devices)/\($0)") }
    return (links + modems).compactMap { entry in
      Self.real(entry.path).map { ScannerPlace(kind: .serial, name: entry.name, path: $0) }
    }.filter { !isNetworkModem($0) }
  }

  /// Drivers of the ports of mobile modems, which speak by themselves all day; cdc_acm drives some of
  /// them too, beside a network interface of the same device.
  private static let modemDrivers: Set = ["option1", "qcserial", "sierra", "hso", "ipw"]

  /// Whether a port belongs to a stick that connects to a mobile network, by what the kernel says.
  private func isNetworkModem(_ place: ScannerPlace) -> Bool {
    guard let name = place.path?.split(separator: "/").last else { return false }
    let device = "\(system)/class/tty/\(name)/device"
    let driver = Self.real("\(device)/driver")?.split(separator: "/").last.map(String.init)
    if driver.map(Self.modemDrivers.contains) ?? false { return true }
    // The interfaces of one USB device stand side by side below it.
    guard let usb = Self.real("\(device)/..") else { return false }
    return Self.names(in: usb).contains { part in
      part.contains(":") && !Self.names(in: "\(usb)/\(part)/net").isEmpty
    }
  }

  /// A path as it is; a device's own name by what the kernel knows of each input device.
  private func input(_ setting: String) -> ScannerPlace {
    guard !setting.hasPrefix("/") else {
      return ScannerPlace(kind: .evdev, name: setting, path: Self.real(setting))
    }
    let folder = "\(system)/class/input"
    let event = Self.names(in: folder).filter { $0.hasPrefix("event") }.first {
      (try? Files.line("\(folder)/\($0)/device/name")) == setting
    }
    let path = event.flatMap { Self.real("\(devices)/input/\($0)") }
    return ScannerPlace(kind: .evdev, name: setting, path: path)
  }

  /// What is in a folder, without itself and the folder above it; nothing where it does not exist.
  private static func names(in folder: String) -> [String] {
    Files.names(in: folder).filter { !$0.hasPrefix(".") }.sorted()
  }

  /// The file behind a path's links; nil where there is none.
  private static func real(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

/// Where sticks are that carry the log to a province without a network.
package struct UsbSettings: Equatable, Sendable {
  /// The folders below which the system mounts removable media.
  package var folders: [String]

  init(_ reader: inout SettingsReader) throws(SettingsError) {
    folders = try reader.texts("usb.folders", ["/media", "/run/media", "/mnt"], least: 0, most: 20)
    guard folders.allSatisfy({ $0.hasPrefix("/") && $0.count > 1 }) else {
      throw reader.wrong("usb.folders", "must be full paths, such as \"/media\"")
    }
  }
}

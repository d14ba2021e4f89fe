/// Where a scanner is plugged in, and how it speaks.
struct ScannerPlace: Hashable, Sendable {
  /// How a scanner speaks to the service.
  enum Kind: String, Sendable {
    /// Bytes over a serial line: USB-CDC or a serial adapter.
    case serial
    /// Key events of an input device, which nobody else then sees.
    case evdev
  }

  let kind: Kind
  /// The name by which people know it: the setting's, or the one under /dev/serial/by-id.
  let name: String
  /// The device file that stands behind the name now; nil while there is none.
  let path: String?
}

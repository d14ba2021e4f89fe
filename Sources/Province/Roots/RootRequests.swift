package import Evidence

/// What waits for the offline root, as the file that a stick carries to it.
package struct RootRequests: Equatable, Sendable {
  static let kind = "root-requests"

  /// A kiosk's key that wants a certificate.
  package struct Device: Equatable, Sendable {
    /// The device's name in its certificate, chosen by the province.
    package let name: String
    /// The log that the device writes.
    package let log: LogID
    /// The key.
    package let key: PublicKey
    /// The key for files, if the device has one.
    package let mldsa65: MLDSA65PublicKey?
    /// The device's own signed request; without it only its enrolment code vouches for the key.
    package let request: CertificateRequest?
  }

  /// A key for status lists.
  package struct Status: Equatable, Sendable {
    /// The key.
    package let key: PublicKey
    /// The key beside it.
    package let mldsa65: MLDSA65PublicKey
  }

  /// A device to be withdrawn.
  package struct Notice: Equatable, Sendable {
    /// The device's name.
    package let device: String
    /// Its key.
    package let key: PublicKey
    /// When it was withdrawn, in seconds since 1970.
    package let madeSeconds: Int64
    /// The certificates that stay good.
    package let good: Set<CertificateIdentity>
  }

  /// The province's host; empty for a request that came straight from a kiosk.
  package let province: String
  /// When the file was made by the province's clock, in seconds since 1970.
  package let madeSeconds: Int64
  /// How long device certificates shall last.
  package let days: Int64
  /// Kiosks' keys.
  package let devices: [Device]
  /// Keys for status lists.
  package let status: [Status]
  /// Devices to be withdrawn.
  package let notices: [Notice]

  /// Whether nothing waits.
  package var isEmpty: Bool { devices.isEmpty && status.isEmpty && notices.isEmpty }

  init(
    province: String, madeSeconds: Int64, days: Int64, devices: [Device], status: [Status],
    notices: [Notice]
  ) {
    self.province = province
    self.madeSeconds = madeSeconds
    self.days = days
    self.devices = devices
    self.status = status
    self.notices = notices
  }
}

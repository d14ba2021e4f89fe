package import Centre
package import Evidence

/// What pages and reports need of the bulletin that is held; its bytes and the bundle in it stay on disk.
package struct HeldBulletin: Equatable, Sendable {
  /// Its number.
  package let sequence: Int64
  /// When it was made, in seconds since 1970.
  package let issuedAtSeconds: Int64
  /// The province's host name.
  package let province: String
  /// The devices that may sign.
  package let devices: [BulletinDevice]
  /// The administrative units.
  package let units: UnitRegister
  /// Tables by which learning models are recognised.
  package let rubrics: [BulletinRubric]
  /// What the province wants to reach.
  package let targets: [BulletinTarget]
  /// What is to be made known, in force or not.
  package let announcements: [BulletinAnnouncement]

  init(_ bulletin: Bulletin) {
    let content = bulletin.content
    sequence = content.sequence
    issuedAtSeconds = content.issuedAtSeconds
    province = content.province
    devices = content.devices
    units = UnitRegister(content.units)
    rubrics = content.rubrics
    targets = content.targets
    announcements = content.announcements
  }
}

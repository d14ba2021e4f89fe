package import Centre
package import Evidence

extension Desk {
  /// The province's bulletin that is held; nil before the first, or when it is damaged.
  package func bulletin() throws -> HeldBulletin? { try keys.trust.bulletin().held }

  /// What the province makes known on a day, in the order in which it began.
  package func announcements(on day: Day) throws -> [BulletinAnnouncement] {
    try bulletin()?.announcements.filter { $0.covers(day.daysSince1970) } ?? []
  }

  /// The administrative unit of this code as it was last known; nil when there is none in the bulletin.
  package func unit(_ code: String) throws -> BulletinUnit? { try bulletin()?.units.unit(code) }
}

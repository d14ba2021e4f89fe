/// The rules by which a guest turns out to be a resident.
package enum GuestMerge {
  /// Why a guest may not be merged into somebody, or not be parted again.
  package enum Refusal: String, Equatable, Sendable {
    /// The one to be merged is no guest, or was merged before.
    case notAGuest
    /// The one to merge into is a guest, too; one of them must be given a card first.
    case notAResident
    /// One of the two was erased.
    case erased
    /// A certificate that stands names the guest: the guest must become a resident, or the certificate
    /// be cancelled.
    case holdsCertificate
    /// The resident holds a valid certificate of a course in which the guest's visits count: it must be
    /// cancelled before the two are parted, lest it certify more than the resident's own visits.
    case countsForCertificate
  }

  /// Decides whether a guest may be merged into a resident; nil when it may.
  package static func refusal(
    guest: Resident, resident: Resident, holdsCertificate: Bool
  ) -> Refusal? {
    if guest.isErased || resident.isErased { return .erased }
    if !guest.isGuest || guest.mergedInto != nil { return .notAGuest }
    if resident.isGuest || resident.id == guest.id { return .notAResident }
    return holdsCertificate ? .holdsCertificate : nil
  }

  /// A visit as far as the choice between two of one person needs it.
  package struct Visit: Equatable, Sendable {
    /// The visit's number.
    package let id: Int64
    /// The hours it counts, in tenths.
    package let hoursTenths: Int64
    /// Whether a leaving time is known.
    package let hasLeft: Bool

    /// A visit to one session.
    package init(id: Int64, hoursTenths: Int64, hasLeft: Bool) {
      self.id = id
      self.hoursTenths = hoursTenths
      self.hasLeft = hasLeft
    }
  }

  /// Which of a person's visits to one session counts: the one of more hours, else the one whose leaving
  /// is known, else the first. The others are kept beside it and count nothing.
  package static func counted(_ visits: [Visit]) -> Visit? {
    visits.max { one, other in
      if one.hoursTenths != other.hoursTenths { return one.hoursTenths < other.hoursTenths }
      if one.hasLeft != other.hasLeft { return other.hasLeft }
      return one.id > other.id
    }
  }
}

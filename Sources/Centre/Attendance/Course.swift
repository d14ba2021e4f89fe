/// A course (chuyên đề, lớp) that residents follow over several sessions.
package struct Course: Equatable, Sendable {
  /// The row's number.
  package let id: Int64
  /// The code that the log and the certificate carry.
  package let code: String
  /// The title as printed on a certificate, NFC.
  package let title: String
  /// The programme group that reports count it under.
  package let group: ProgrammeGroup
  /// The hours that must be attended for a certificate, in tenths.
  package let hoursTenths: Int64
  /// The sessions that must be attended for a certificate.
  package let requiredSessions: Int
  /// Whether no further session may be added.
  package let isClosed: Bool

  /// A course as it is stored.
  package init(
    id: Int64, code: String, title: String, group: ProgrammeGroup, hoursTenths: Int64,
    requiredSessions: Int, isClosed: Bool
  ) {
    self.id = id
    self.code = code
    self.title = title
    self.group = group
    self.hoursTenths = hoursTenths
    self.requiredSessions = requiredSessions
    self.isClosed = isClosed
  }
}

/// What is written about a course when adding or editing one.
package struct NewCourse: Equatable, Sendable {
  /// The code; an empty one is given by the store (`CD-001`).
  package var code: String
  /// The title as printed on a certificate; see `CertificateTitle`.
  package var title: String
  /// The programme group.
  package var group: ProgrammeGroup
  /// The hours that must be attended for a certificate, in tenths.
  package var hoursTenths: Int64
  /// The sessions that must be attended for a certificate.
  package var requiredSessions: Int

  /// A course to be written.
  package init(
    code: String = "", title: String, group: ProgrammeGroup, hoursTenths: Int64,
    requiredSessions: Int
  ) {
    self.code = code
    self.title = title
    self.group = group
    self.hoursTenths = hoursTenths
    self.requiredSessions = requiredSessions
  }
}

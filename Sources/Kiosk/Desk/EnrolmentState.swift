/// Whether this kiosk is enrolled with a province, as the desk shows it.
package enum EnrolmentState: Equatable, Sendable {
  /// It is not.
  case none
  /// It is; this is what the province gave.
  case enrolled(Enrolment)
  /// There are files of an enrolment, but they cannot be read.
  case unreadable
}

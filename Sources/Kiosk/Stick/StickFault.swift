import Evidence
import Glibc
import Store

/// What went wrong with a stick; the raw value is the last part of the phrases' keys, which say what
/// happened and what to do.
package enum StickFault: String, CaseIterable, Error, Sendable {
  /// There is no room left on it.
  case full
  /// It was taken away, or does not answer any more.
  case removed
  /// It takes no writes: its lock is on, it is damaged, or the service may not write to it.
  case readOnly
  /// What is read back is not what was written.
  case different
  /// The kiosk belongs to no province: nobody could read what would be written.
  case notEnrolled
  /// The kiosk's own log cannot be read, or its own disk takes no writes.
  case ownLog
  /// Something else; the service's log says what.
  case other

  /// The fault behind an error.
  /// - Parameter keys: the kiosk's own folder of keys, where it notes what it signs for a stick.
  init(_ error: any Error, keys: String) {
    switch error {
    case let fault as StickFault: self = fault
    case let file as FileError where file.path.hasPrefix(keys): self = .ownLog
    case let file as FileError: self.init(code: file.code)
    case is OutgoingLog.Fault, is StoreError: self = .ownLog
    default: self = .other
    }
  }

  private init(code: Int32) {
    switch code {
    case ENOSPC, EDQUOT: self = .full
    case EROFS, EACCES, EPERM: self = .readOnly
    case EIO, ENOENT, ENODEV, ENXIO, ESTALE, ENOTDIR, ENOMEDIUM, ESHUTDOWN: self = .removed
    default: self = .other
    }
  }
}

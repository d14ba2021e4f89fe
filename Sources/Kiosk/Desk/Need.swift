/// Something that waits for somebody to act or at least to know. The kiosk goes on recording as long as
/// it can.
package enum Need: Equatable, Sendable {
  /// The disk is full: nothing is recorded.
  case diskFull
  /// Nothing can be saved, for another reason than a full disk.
  case cannotSave
  /// The check after start found the database damaged.
  case database
  /// So much of the disk is in use.
  case disk(percent: Int)
  /// The time cannot be trusted.
  case clock
  /// The transfer to the province needs somebody: a code of `Attention`.
  case sync(String)
  /// There are two histories of this kiosk's log; a director has not taken note of it yet.
  case branch
  /// Certificate numbers may stand on paper that this kiosk does not know, so none is issued.
  case numbers
  /// The files of the enrolment cannot be read.
  case enrolment
  /// The record of what was signed cannot be read, so nothing is signed.
  case signed
  /// The kiosk belongs to no province.
  case notEnrolled
  /// The kiosk waits for the province to certify its key.
  case certificate
  /// The certificate ends in so many days.
  case ending(daysLeft: Int64)
  /// The certificate has ended.
  case over
  /// The list of withdrawn certificates is of this day since 1970, which is long ago.
  case list(day: Int64)
  /// A list or a bulletin lies here that is not believed.
  case listDamaged
  /// The browser of the check-in screen gives no signs any more.
  case screen
  /// Something could not be printed.
  case printing
  /// A scanner has been pulled out today, or cannot be read.
  case scanner

  /// A stable word: in the hello, in `/api/status`, and the last part of the phrases' keys.
  package var code: String {
    switch self {
    case .diskFull: "diskFull"
    case .cannotSave: "cannotSave"
    case .database: "database"
    case .disk: "disk"
    case .clock: "clock"
    case .sync(let code): code
    case .branch: "histories"
    case .numbers: "numbers"
    case .enrolment: "enrolment"
    case .signed: "signed"
    case .notEnrolled: "notEnrolled"
    case .certificate: "certificate"
    case .ending: "ending"
    case .over: "over"
    case .list: "list"
    case .listDamaged: "listDamaged"
    case .screen: "screen"
    case .printing: "printing"
    case .scanner: "scanner"
    }
  }

  /// Whether work is lost or stands still until somebody acts.
  package var isUrgent: Bool {
    switch self {
    case .diskFull, .cannotSave, .database, .sync, .branch, .numbers, .enrolment, .signed, .over,
      .screen:
      true
    case .disk, .clock, .notEnrolled, .certificate, .ending, .list, .listDamaged, .printing,
      .scanner:
      false
    }
  }
}

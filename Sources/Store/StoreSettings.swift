package import Centre
package import Evidence

/// What the store needs to know of its kiosk.
package struct StoreSettings: Sendable {
  /// The centre, which stands in certificate numbers.
  package var centre: CentreCode
  /// The log's identity; nil takes the database's own, or makes one for a new database.
  package var log: LogID?
  /// Names that the log had before, as far as the data directory remembers.
  package var earlierLogs: [LogID]
  /// The program's version, written into `log.start` and `log.boot`.
  package var version: String
  /// How long a connection waits for a lock held by another process.
  package var busyTimeoutSeconds: Double
  /// How long the opening waits for another instance to end.
  package var lockWaitSeconds = 0
  /// The title of the free self-study that is counted when no session is open.
  package var selfStudyTitle: String
  /// The limits of what may be written.
  package var limits: TextLimits

  /// Settings with the defaults of `kiosk.toml`.
  package init(
    centre: CentreCode, log: LogID? = nil, earlierLogs: [LogID] = [],
    version: String = "0", busyTimeoutSeconds: Double = 5, selfStudyTitle: String = "Tự học",
    limits: TextLimits = TextLimits()
  ) {
    self.centre = centre
    self.log = log
    self.earlierLogs = earlierLogs
    self.version = version
    self.busyTimeoutSeconds = busyTimeoutSeconds
    self.selfStudyTitle = selfStudyTitle
    self.limits = limits
  }
}

/// How long the texts may be, in characters.
package struct TextLimits: Equatable, Sendable {
  /// A person's name.
  package var name: Int
  /// The title of a course or session.
  package var title: Int
  /// A place, an organiser, a village, a reason.
  package var text: Int
  /// A code or a telephone number.
  package var code: Int

  /// The defaults.
  package init(name: Int = 100, title: Int = 200, text: Int = 300, code: Int = 40) {
    self.name = name
    self.title = title
    self.text = text
    self.code = code
  }
}

/// The last moments that the store can vouch for; no clock can truly be before them.
package struct LastTimes: Equatable, Sendable {
  /// What the clock said at the last event; nil for a new log.
  package let event: ClockReading?
  /// The time of the last signed receipt, seconds since 1970.
  package let receiptSeconds: Int64?

  /// The last moments known.
  package init(event: ClockReading?, receiptSeconds: Int64?) {
    self.event = event
    self.receiptSeconds = receiptSeconds
  }
}

import Evidence
import Store

/// Writes the log into a folder for a command, reading beside a running kiosk: no lock is taken.
package struct CarriedExport {
  /// The kiosk belongs to no province: nobody could read the files.
  package struct NotEnrolled: Error {}

  /// What was written.
  package struct Outcome: Equatable, Sendable {
    /// The first event.
    package let start: Int64
    /// The event after the last.
    package let end: Int64
    /// The files' names.
    package let files: [String]
  }

  private let export: LogExport
  private let data: String
  private let clock: Clock

  /// - Parameter data: the data directory.
  /// - Throws: `NotEnrolled`, `FileError`, `StoreError`, `Malformed`.
  package init(data: String, settings: Settings) throws {
    let directory = try DataDirectory(existing: data, settings: settings.clock)
    guard let enrolment = try directory.keys.enrolment() else { throw NotEnrolled() }
    let store = try Store(
      readingBeside: data, settings: try StoreSettings(settings, keys: directory.keys))
    export = LogExport(
      log: OutgoingLog(store: store, keys: directory.keys, enrolment: enrolment),
      settings: settings.sync)
    self.data = data
    clock = directory.clock
  }

  /// Writes what the province has not confirmed, or everything, into a folder that is made where it is
  /// missing; then reads it back.
  /// - Throws: `StickFault.different` naming no file when something is not as it was written;
  ///   `FileError`, `StoreError`, `OutgoingLog.Fault`.
  package func write(to folder: String, isAll: Bool) throws -> Outcome {
    let range = try export.range(isAll: isAll)
    try Files.makeDirectory(folder, mode: 0o755)
    let files = try export.write(range, to: folder) { _ in }
    guard try ReadBack.firstWrong(of: files, in: folder, progress: { _ in }) == nil else {
      throw StickFault.different
    }
    if !range.isEmpty {
      try LastExport(at: clock.nowMilliseconds, label: folder, range: range).write(to: data)
    }
    return Outcome(start: range.lowerBound, end: range.upperBound, files: files.map(\.name))
  }
}

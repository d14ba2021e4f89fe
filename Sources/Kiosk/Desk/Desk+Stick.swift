import Evidence
import Store
import Synchronization

/// What becomes of the wish to write a stick.
package enum StickAnswer: Equatable, Sendable {
  case started
  /// Another stick is being written.
  case busy
  /// No such stick is mounted now.
  case notThere
  case notEnrolled
}

extension Desk {
  /// The sticks that are mounted now.
  package func sticks() -> [Stick] { Stick.mounted(below: settings.usb.folders) }

  /// Begins to write the log to a stick, in the background.
  /// - Parameters:
  ///   - path: where the stick is mounted, one of `sticks()`.
  ///   - isAll: everything, and not only what the province has not confirmed.
  package func startStick(_ path: String, isAll: Bool) throws -> StickAnswer {
    guard try keys.enrolment() != nil else { return .notEnrolled }
    guard let stick = sticks().first(where: { $0.path == path }), stick.isMounted else {
      return .notThere
    }
    let now = clock.nowMilliseconds
    let isFree = stickJob.withLock { job in
      guard job?.isRunning != true else { return false }
      job = StickJob(
        path: stick.path, label: stick.label, isAll: isAll, device: stick.device,
        startedMilliseconds: now)
      return true
    }
    guard isFree else { return .busy }
    wakeStick.withLock { $0 }()
    return .started
  }

  /// Asks the writing to end after the file that is being written.
  package func cancelStick() {
    stickJob.withLock { $0?.isCancelled = true }
  }

  /// What of the province's lies on a stick, taken in: receipts of this log, lists and the like, from its
  /// top folder and from the one that the kiosk writes.
  /// - Returns: each file's name with what became of it; nil when no such stick is mounted now.
  package func takeFromStick(_ path: String) throws -> [(name: String, answer: IntakeAnswer)]? {
    guard let mounted = sticks().first(where: { $0.path == path }),
      let stick = try? OpenStick(path, device: mounted.device)
    else { return nil }
    return take(from: stick)
  }

  /// As `takeFromStick`, from a stick that is held open.
  func take(from stick: OpenStick) -> [(name: String, answer: IntakeAnswer)] {
    let intake = Intake(desk: self)
    let folders = [stick.top] + ((try? stick.openFolder()).map { [stick.folder] } ?? [])
    return folders.flatMap { folder in
      Files.names(in: folder).filter { Intake.isOfInterest($0, to: store.log) }.sorted().map {
        ($0, intake.take(file: "\(folder)/\($0)"))
      }
    }
  }
}

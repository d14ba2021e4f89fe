import Centre
import Evidence
package import Paper
import Store

/// A data directory with its store and its desk: what the daemon and the commands that write share.
package struct Opening: Sendable {
  /// The folder.
  package let data: DataDirectory
  /// The use cases over the opened store.
  package let desk: Desk
  /// Persons and notices that were erased again, as after a restore.
  let erasedAgain: Int

  /// Opens the store in the data directory at `path`.
  /// - Parameters:
  ///   - papers: what is drawn; without layouts only cards and the test page.
  ///   - clock: the time that is used instead of the machine's, for tests and demonstration data.
  ///   - kernel: the clocks that are judged where `clock` is nil, other ones in tests.
  ///   - waitSeconds: how long to wait for a command that uses the folder to end.
  /// - Throws: `StartError`.
  package init(
    path: String, settings: Settings, clock: Clock? = nil, papers: Papers = Papers(),
    kernel: KernelClock = .machine, waitSeconds: Int = 0
  ) throws(StartError) {
    do {
      let data = try DataDirectory(path, settings: settings.clock, kernel: kernel)
      let machine = clock ?? data.clock
      var opened = try StoreSettings(settings, keys: data.keys)
      opened.lockWaitSeconds = waitSeconds
      let store = try Store(directory: path, settings: opened) { last in
        // With another clock in use, the events say nothing about the machine's.
        try data.timekeeper.learn(
          event: clock == nil ? last.event : nil, receiptSeconds: last.receiptSeconds)
        return machine.read()
      }
      // The store is open, so no other service writes here.
      Files.removeDrafts(in: data.keys.directory)
      Restoring.removeDrafts(in: path)
      try Epochs(store: store, keys: data.keys, clock: machine).settle()
      self.data = data
      desk = Desk(
        store: store, settings: settings, clock: machine, keys: data.keys, papers: papers,
        timekeeper: data.timekeeper)
      erasedAgain = try desk.agreeOnErasures()
    } catch {
      throw StartError(error, data: path)
    }
  }
}

extension StoreSettings {
  /// What the store needs of the configuration.
  package init(_ settings: Settings, keys: Keys) throws {
    let limits = settings.limits
    self.init(
      centre: try CentreCode(settings.centre.code), log: keys.log,
      earlierLogs: keys.marks.signed.entries.map(\.log), version: Program.version,
      limits: TextLimits(
        name: limits.nameLength, title: limits.titleLength, text: limits.noteLength))
  }
}

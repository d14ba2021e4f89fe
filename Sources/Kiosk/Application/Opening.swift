import Centre
package import Evidence
package import Paper
import Store

/// A data directory with its store and its desk: what the daemon and the commands that write share.
package struct Opening: Sendable {
  /// The folder.
  package let data: DataDirectory
  /// The use cases over the opened store.
  package let desk: Desk
  /// Persons who were erased again, as after a restore.
  let erasedAgain: Int

  /// Opens the store in the data directory at `path`.
  /// - Parameters:
  ///   - papers: what is drawn; without layouts only cards and the test page.
  ///   - clock: the time that is used instead of the machine's, for tests and demonstration data.
  /// - Throws: `StartError`.
  package init(
    path: String, settings: Settings, clock: Clock? = nil, papers: Papers = Papers()
  ) throws(StartError) {
    do {
      let data = try DataDirectory(path, settings: settings.clock)
      let machine = clock ?? data.clock
      let store = try Store(
        directory: path, settings: try StoreSettings(settings, log: data.keys.log)
      ) { last in
        data.raiseFloor(
          eventMilliseconds: last.event?.wallMilliseconds, receiptSeconds: last.receiptSeconds)
        return machine.read()
      }
      // The store is open, so no other service writes here.
      Files.removeDrafts(in: data.keys.directory)
      self.data = data
      desk = Desk(
        store: store, settings: settings, clock: machine, keys: data.keys, papers: papers)
      erasedAgain = try desk.agreeOnErasures()
    } catch {
      throw StartError(error, data: path)
    }
  }
}

extension StoreSettings {
  /// What the store needs of the configuration.
  package init(_ settings: Settings, log: LogID?) throws {
    let limits = settings.limits
    self.init(
      centre: try CentreCode(settings.centre.code), log: log, version: Program.version,
      limits: TextLimits(
        name: limits.nameLength, title: limits.titleLength, text: limits.noteLength))
  }
}

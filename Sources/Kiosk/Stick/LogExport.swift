import Evidence
import Store

/// Writes this kiosk's log into a folder, such as that of a stick: batch by batch the very bytes that
/// push and pull send, and beside each the personal values that the province receives. A log under a name that
/// the province does not know yet is announced by a file of its own.
struct LogExport {
  /// A file as it was written.
  struct Written: Equatable {
    /// The name in the folder.
    let name: String
    /// The SHA-256 of its bytes.
    let digest: Digest
    /// How many bytes it has.
    let byteCount: Int
  }

  let log: OutgoingLog
  let settings: SyncSettings

  /// The events to write: those that the province has not confirmed, or all.
  func range(isAll: Bool) throws -> Range<Int64> {
    let size = try log.store.logSize()
    let start = isAll ? 0 : try log.carriedStart()
    return min(start, size)..<size
  }

  /// Writes the events of `range`; a file that is there already is replaced by a whole new one. First
  /// what has been erased since is taken off: a stick that is full or pulled out later keeps no more of it
  /// than it must.
  /// - Parameter progress: called after each batch with the position reached; what it throws ends the
  ///   writing, and is thrown.
  /// - Throws: `FileError`, `OutgoingLog.Fault`, `StoreError`.
  func write(
    _ range: Range<Int64>, to folder: String, progress: (Int64) throws -> Void
  ) throws -> [Written] {
    let forgetting = try StickForgetting(export: self)
    try forgetting.removeDrafts(in: folder)
    let shrunk = try forgetting.refresh(folder)
    let written =
      try writeBatches(range, to: folder, progress: progress)
      + [try writeAnnouncement(to: folder)].compactMap(\.self)
    // What was written a second time holds what was written last.
    let names = Set(written.map(\.name))
    return shrunk.filter { !names.contains($0.name) } + written
  }

  private func writeBatches(
    _ range: Range<Int64>, to folder: String, progress: (Int64) throws -> Void
  ) throws -> [Written] {
    var written: [Written] = []
    var position = range.lowerBound
    while position < range.upperBound,
      let (batch, bytes) = try log.batch(
        from: position,
        events: min(settings.batchEventsMost, Int(range.upperBound - position)),
        mostBytes: settings.batchBytes)
    {
      let name = CarriedName(log: batch.log, start: batch.start, end: batch.end)
      // The values first: once a province has confirmed the batch, no later export brings them. Values
      // alone, where the stick is full or pulled out here, are not taken before their batch.
      written.append(try putPersonal(of: name, folder))
      written.append(try put(bytes, name.text, folder))
      position = batch.end
      try progress(position)
    }
    return written
  }

  private func writeAnnouncement(to folder: String) throws -> Written? {
    guard let branch = try log.carriedAnnouncement() else {
      // Announced meanwhile: no stick asks for the answer, which holds a token, any more.
      Files.remove("\(folder)/\(CarriedName.branch(of: log.log))")
      return nil
    }
    return try put(branch.bytes, branch.name, folder)
  }

  private func putPersonal(of batch: CarriedName, _ folder: String) throws -> Written {
    let name = CarriedName(
      log: batch.log, start: batch.start, end: batch.end, isPersonal: true)
    return try put(try personal(of: name), name.text, folder)
  }

  /// The personal values that belong into a file, as they are now.
  func personal(of name: CarriedName) throws -> [UInt8] {
    try log.personal(from: name.start, to: name.end, kinds: settings.personalKinds).encoded()
  }

  /// Writes a file; it is on the medium when this returns.
  func put(_ bytes: [UInt8], _ name: String, _ folder: String) throws -> Written {
    try Files.write(bytes, to: "\(folder)/\(name)", mode: nil)
    return Written(name: name, digest: sha256(bytes), byteCount: bytes.count)
  }
}

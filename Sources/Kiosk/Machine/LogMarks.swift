import Evidence
import Glibc
import Synchronization

/// What the folder of the keys remembers of the log: its name in `log.id`, and in `signed` how far it was
/// signed. The database is the master; these files follow it, and show when an older copy of it was put
/// back.
final class LogMarks: Sendable {
  private struct State {
    var log: LogID
    var signed: LastSigned
    /// Why the record could not be read at the start.
    let failure: FileError?
  }

  private let directory: String
  private let state: Mutex<State>

  /// The marks in `directory`; the name of a log that is still to begin is made here. A lost name is the
  /// one that was last signed for.
  ///
  /// A record that cannot be read, or is damaged, stays as it is: until it is mended and the service is
  /// started anew nothing is signed, because nobody knows whether the database is an older copy.
  /// - Throws: `FileError`, or `Malformed` when the name is damaged.
  init(directory: String) throws {
    self.directory = directory
    var failure: FileError?
    var signed = LastSigned()
    do throws(FileError) { signed = try Self.signed(in: directory) } catch { failure = error }
    let log: LogID
    if let hex = try Files.line("\(directory)/log.id") {
      log = try LogID(hex: hex)
    } else {
      if let failure { throw failure }
      log = signed.entries.first?.log ?? LogID.random()
      try Files.write(log.hex + "\n", to: "\(directory)/log.id")
    }
    state = Mutex(State(log: log, signed: signed, failure: failure))
  }

  /// The log's name, as the file has it.
  var log: LogID { state.withLock { $0.log } }

  /// How far the logs were signed; nothing where that cannot be read.
  var signed: LastSigned { state.withLock { $0.signed } }

  /// Why nothing is signed: the record could not be read at the start.
  var failure: FileError? { state.withLock { $0.failure } }

  /// Writes down that this is about to be signed, before the signature exists. Nothing is written for
  /// what is covered already, so a log costs one write a batch.
  /// - Throws: `FileError`, and then nothing may be signed.
  func note(_ entry: LastSigned.Entry, numbers: () throws -> [String: Int64]) throws {
    if let known = signed.entry(of: entry.log), known.size >= entry.size { return }
    let numbers = try numbers()
    try change { $0.note(entry, numbers: numbers) }
  }

  /// The log has another name from now on.
  func rename(to log: LogID) throws {
    let old = self.log
    try change { signed in
      for name in [old, log] {
        signed.note(LastSigned.Entry(log: name, size: 0, root: Merkle.emptyRoot), numbers: [:])
      }
    }
    try Files.write(log.hex + "\n", to: "\(directory)/log.id")
    state.withLock { $0.log = log }
  }

  /// Changes the record on disk, which a command may have changed beside this process.
  private func change(_ body: (inout LastSigned) -> Void) throws {
    if let failure { throw failure }
    try TrustLock.held(in: directory, file: "signed.lock") {
      var signed = try Self.signed(in: directory)
      body(&signed)
      try Files.write(signed.text, to: "\(directory)/signed")
      state.withLock { $0.signed = signed }
    }
  }

  /// The record; nothing signed where there is none yet.
  private static func signed(in directory: String) throws(FileError) -> LastSigned {
    let path = "\(directory)/signed"
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try Files.read(path, mostBytes: LastSigned.mostBytes)
    } catch {
      guard error.code == ENOENT else { throw error }
      return LastSigned()
    }
    guard let signed = LastSigned(text: String(decoding: bytes, as: UTF8.self)) else {
      throw FileError("read", path: path, reason: "a line says of no log how far it was signed")
    }
    return signed
  }
}

package import Evidence
import Glibc
import Synchronization

/// What this kiosk believes of its province, in files beside its keys: the root list (`roots.json`), the
/// newest bundle (`revocations.bundle`), the device notices that a later bundle left out
/// (`notices.list`), because a notice is never forgotten, and the newest bulletin (`bulletin.cose`).
///
/// The files are read again once one of them was replaced, so that what a command imports takes
/// effect on a running kiosk. May be used from any thread.
package final class TrustFiles: Sendable {
  /// What the files say.
  package struct Held: Equatable, Sendable {
    /// What verifiers believe.
    package let trust: Trust
    /// The newest bundle; nil before the first.
    package let bundle: TrustBundle?
    /// Why a bundle lies there that is not believed, in one word; nil when all is well.
    package let damage: String?
  }

  /// What became of a bundle or a bulletin.
  package enum Taking: Equatable, Sendable {
    /// It is held from now on.
    case taken
    /// It was held already.
    case repeated
  }

  private struct Cache {
    let stamps: [FileStamp?]
    let held: Held
  }

  private struct Board {
    let stamp: FileStamp?
    let held: HeldBulletin?
  }

  private let directory: String
  private let rootsPath: String
  private let bundlePath: String
  private let noticesPath: String
  private let bulletinPath: String
  private let cache = Mutex<Cache?>(nil)
  private let board = Mutex<Board?>(nil)

  /// - Parameter directory: the folder of the keys.
  init(directory: String) {
    self.directory = directory
    rootsPath = "\(directory)/roots.json"
    bundlePath = "\(directory)/\(TrustBundle.fileName)"
    noticesPath = "\(directory)/notices.list"
    bulletinPath = "\(directory)/\(Bulletin.fileName)"
  }

  /// What is believed now.
  /// - Throws: `FileError`, or `Malformed` when the root list is damaged. A bundle that is damaged is
  ///   left out and told.
  package func current() throws -> Held {
    try cache.withLock { cache in try Self.held(&cache, self) }
  }

  /// Takes a bundle that came by network or stick: whole, or not at all.
  /// - Throws: `TrustError` with the reason why not; `FileError`.
  package func take(_ bytes: [UInt8]) throws -> Taking {
    let bundle = try TrustBundle(bytes: bytes)
    return try cache.withLock { cache in
      try TrustLock.held(in: directory) { try put(bundle, bytes, &cache) }
    }
  }

  /// Takes a bulletin that came by network or stick: whole, or not at all, and only one of a larger
  /// number than is held. The bundle in it counts as if it had come by itself, but one that is older
  /// than the bundle held is passed over: what was withdrawn stays so.
  /// - Throws: `TrustError` with the reason why not; `FileError`.
  package func take(bulletin bytes: [UInt8]) throws -> Taking {
    let bulletin = try Bulletin(bytes: bytes)
    return try cache.withLock { cache in
      try TrustLock.held(in: directory) { try put(bulletin, &cache) }
    }
  }

  /// The bulletin that is held; nil before the first, or when it is damaged, and then the reason in one
  /// word.
  /// - Throws: `FileError`, or `Malformed` when the root list is damaged.
  package func bulletin() throws -> (held: HeldBulletin?, damage: String?) {
    let stamp = FileStamp(bulletinPath)
    guard stamp != nil else { return (nil, nil) }
    if let known = board.withLock({ $0 }), known.stamp == stamp { return (known.held, nil) }
    do {
      let held = HeldBulletin(try readBulletin(by: try current().trust.roots))
      board.withLock { $0 = Board(stamp: stamp, held: held) }
      return (held, nil)
    } catch let error as TrustError {
      return (nil, error.code)
    }
  }

  private func readBulletin(by roots: RootList) throws -> Bulletin {
    let bulletin = try Bulletin(
      bytes: try Files.read(bulletinPath, mostBytes: Bulletin.byteLimit))
    try bulletin.verify(by: roots)
    return bulletin
  }

  /// What is written in this order leaves, after a power cut in between, nothing forgotten, no list
  /// without the root that vouches for it, and the old bulletin or the new one.
  private func put(_ bulletin: Bulletin, _ cache: inout Cache?) throws -> Taking {
    let held = try Self.held(&cache, self)
    let roots = try held.trust.roots.joining(bulletin.content.roots)
    try bulletin.verify(by: roots)
    if Files.exists(bulletinPath), let old = try? readBulletin(by: held.trust.roots) {
      guard old.bytes != bulletin.bytes else { return .repeated }
      guard bulletin.content.sequence > old.content.sequence else { throw TrustError(.older) }
    }
    let bundle = bulletin.content.bundle
    _ = try bundle.verify(by: roots)
    let isNews = held.trust.list.map { $0.issuedAtSeconds < bundle.list.issuedAtSeconds } ?? true
    let base = Trust(roots: roots, notices: held.trust.notices)
    let notices = DeviceNotice.newest(of: held.trust.notices + bundle.notices)
    let kept = isNews ? bundle.notices : held.bundle?.notices ?? []
    let adopted = isNews ? try base.taking(bundle).roots : roots
    try write(notices.filter { !kept.contains($0) })
    if adopted != held.trust.roots {
      try Files.write(try adopted.json(), to: rootsPath)
    }
    if isNews {
      try Files.write(bundle.bytes, to: bundlePath)
    }
    try Files.write(bulletin.bytes, to: bulletinPath)
    return .taken
  }

  private func put(
    _ bundle: TrustBundle, _ bytes: [UInt8], _ cache: inout Cache?
  ) throws -> Taking {
    let held = try Self.held(&cache, self)
    guard held.bundle?.bytes != bytes else { return .repeated }
    let trust = try held.trust.taking(bundle)
    // In this order, so that a power cut in between leaves nothing forgotten and no bundle without
    // the root that vouches for it.
    try write(trust.notices.filter { !bundle.notices.contains($0) })
    if trust.roots != held.trust.roots {
      try Files.write(try trust.roots.json(), to: rootsPath)
    }
    try Files.write(bytes, to: bundlePath)
    return .taken
  }

  private static func held(_ cache: inout Cache?, _ files: TrustFiles) throws -> Held {
    let stamps = [files.rootsPath, files.bundlePath, files.noticesPath].map(FileStamp.init)
    if let known = cache, known.stamps == stamps {
      return known.held
    }
    let held = try files.read()
    cache = Cache(stamps: stamps, held: held)
    return held
  }

  private func read() throws -> Held {
    let trust = Trust(roots: try roots(), notices: try notices())
    guard Files.exists(bundlePath) else {
      return Held(trust: trust, bundle: nil, damage: nil)
    }
    do {
      let bytes = try Files.read(bundlePath, mostBytes: TrustBundle.byteLimit)
      let bundle = try TrustBundle(bytes: bytes)
      return Held(trust: try trust.taking(bundle), bundle: bundle, damage: nil)
    } catch {
      let word = (error as? TrustError)?.code ?? "\(error)"
      return Held(trust: trust, bundle: nil, damage: word)
    }
  }

  private func roots() throws -> RootList {
    guard Files.exists(rootsPath) else {
      return RootList(roots: [])
    }
    return try RootList(json: Files.read(rootsPath, mostBytes: RootList.byteLimit))
  }

  /// One notice a line, in base64.
  private func notices() throws -> [DeviceNotice] {
    guard Files.exists(noticesPath) else {
      return []
    }
    let most = 2 * TrustBundle.byteLimit
    let text = String(decoding: try Files.read(noticesPath, mostBytes: most), as: UTF8.self)
    return try text.split(separator: "\n").map {
      try DeviceNotice(bytes: Base64.decode(String($0)))
    }
  }

  private func write(_ notices: [DeviceNotice]) throws {
    guard !notices.isEmpty || Files.exists(noticesPath) else {
      return
    }
    let lines = notices.map { Base64.encode($0.bytes) + "\n" }
    try Files.write(lines.joined(), to: noticesPath)
  }
}

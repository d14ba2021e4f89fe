import Centre
import Evidence
import Glibc
import Logging
import Synchronization

/// Reads every scanner that is plugged into the machine, and notices those that come and go.
///
/// One thread waits for all of them; what it reads it hands on and never waits for the disk, so that no
/// scanner's buffer runs over.
final class ScannerWorker: Sendable {
  /// How often the machine is searched for scanners.
  static let lookMilliseconds: Int64 = 1_000

  private struct State {
    var open: [OpenScanner] = []
    var book = ScannerBook()
    var nextLook: Int64 = 0
  }

  private let desk: Desk
  private let search: ScannerSearch
  private let intake: ScanIntake
  private let logger: Logger
  private let state = Mutex(State())
  private let bell = Bell()

  /// - Parameters:
  ///   - search: where scanners are looked for.
  ///   - intake: takes what they read.
  init(desk: Desk, search: ScannerSearch, intake: ScanIntake, logger: Logger) {
    self.desk = desk
    self.search = search
    self.intake = intake
    self.logger = logger
  }

  deinit { end() }

  /// Waits until a scanner says something, at most until the next search, and reads it.
  /// - Returns: the seconds until the next step, which are none.
  func step() -> Double {
    state.withLock { state in
      let now = Self.now
      if state.nextLook <= now {
        look(&state, now)
        state.nextLook = now + Self.lookMilliseconds
      }
      listen(&state, untilMilliseconds: state.nextLook)
    }
    intake.tellIfSlow(atMilliseconds: Self.now)
    return 0
  }

  /// Ends the waiting of a step.
  func interrupt() { bell.ring() }

  /// Lets every scanner go.
  func end() {
    state.withLock { state in
      for index in state.open.indices { state.open[index].end() }
      state.open = []
    }
  }

  private static var now: Int64 { MachineClock.milliseconds(.bootTime) }

  // MARK: - Coming and going

  private func look(_ state: inout State, _ now: Int64) {
    let wall = desk.clock.read().wallMilliseconds
    state.book.forget(before: Day(wallMilliseconds: wall).startMilliseconds)
    for place in search.places() {
      guard let path = place.path else {
        state.book.missed(place)
        continue
      }
      let isOpen = state.open.contains { $0.path == path }
      if !isOpen, state.book.isDue(place, atMilliseconds: now) { open(place, path, &state, now) }
    }
    tell(state)
  }

  private func open(
    _ place: ScannerPlace, _ path: String, _ state: inout State, _ now: Int64
  ) {
    do throws(ScannerError) {
      state.open.append(
        try OpenScanner(place, path: path, settings: search.settings, atMilliseconds: now))
      state.book.opened(place)
      logger.info("event=scanner outcome=found kind=\(place.kind.rawValue) name=\"\(place.name)\"")
    } catch {
      guard state.book.failed(place, error, atMilliseconds: now) else { return }
      logger.warning(
        "event=scanner outcome=failed kind=\(place.kind.rawValue) name=\"\(place.name)\" reason=\"\(error)\""
      )
    }
  }

  private func close(_ index: Int, _ state: inout State, _ now: Int64) {
    var scanner = state.open.remove(at: index)
    scanner.end()
    state.book.closed(
      scanner, atMilliseconds: now, wallMilliseconds: desk.clock.read().wallMilliseconds)
    logger.warning(
      "event=scanner outcome=gone kind=\(scanner.place.kind.rawValue) name=\"\(scanner.place.name)\""
    )
  }

  private func tell(_ state: State) {
    let states = state.book.states
    desk.scanners.withLock { $0 = states }
  }

  // MARK: - Reading

  private func listen(_ state: inout State, untilMilliseconds limit: Int64) {
    let start = Self.now
    let moments = state.open.compactMap(\.silentMilliseconds) + [limit]
    let end = min(moments.min() ?? limit, intake.slowMilliseconds ?? limit)
    var files = state.open.map { pollfd(fd: $0.file, events: Int16(POLLIN), revents: 0) }
    files.append(pollfd(fd: bell.file, events: Int16(POLLIN), revents: 0))
    let count = poll(&files, nfds_t(files.count), Int32(max(0, end - start)))
    let now = Self.now
    bell.quieten()
    // From the last to the first: one that is gone leaves the list.
    for index in state.open.indices.reversed() {
      let isReady = count > 0 && files[index].revents != 0
      take(index, isReady: isReady, &state, now)
    }
  }

  private func take(_ index: Int, isReady: Bool, _ state: inout State, _ now: Int64) {
    var codes: [String] = []
    var isThere = true
    let droppedBefore = state.open[index].droppedCount
    if isReady {
      (codes, isThere) = state.open[index].read(atMilliseconds: now)
    } else if let code = state.open[index].silence(atMilliseconds: now) {
      codes = [code]
    }
    codes.forEach { intake.add($0, atMilliseconds: now) }
    if !codes.isEmpty || droppedBefore != state.open[index].droppedCount {
      state.book.note(state.open[index], codes: codes.count)
      tell(state)
    }
    if !isThere {
      close(index, &state, now)
      tell(state)
    }
  }
}

/// What is known of every scanner since the start: how it is, when it may be tried again, and what has
/// been said about it in the log.
struct ScannerBook {
  /// A scanner that cannot be opened is tried again after one second, two, four and so on up to this.
  static let mostPauseSeconds: Int64 = 30
  /// One that stayed open for so long was in order.
  static let steadyMilliseconds: Int64 = 10_000

  fileprivate struct Entry {
    var state: ScannerState
    var failures = 0
    var nextMilliseconds: Int64 = 0
    /// Counted while it was open before.
    var droppedBefore = 0
  }

  private var entries: [String: Entry] = [:]

  /// Every scanner, by name.
  var states: [ScannerState] {
    entries.values.map(\.state).sorted { $0.name < $1.name }
  }

  /// Whether it is time to try to open it.
  func isDue(_ place: ScannerPlace, atMilliseconds now: Int64) -> Bool {
    entries[place.name].map { $0.nextMilliseconds <= now } ?? true
  }

  /// It is read from now on.
  mutating func opened(_ place: ScannerPlace) {
    change(place) { entry in
      entry.state.condition = .reading
      entry.droppedBefore = entry.state.dropped
    }
  }

  /// It cannot be opened; whether that is news.
  mutating func failed(
    _ place: ScannerPlace, _ error: ScannerError, atMilliseconds now: Int64
  ) -> Bool {
    let condition = ScannerState.Condition(error)
    let isNews = entries[place.name]?.state.condition != condition
    change(place) { entry in
      entry.state.condition = condition
      entry.pause(atMilliseconds: now)
    }
    return isNews
  }

  /// It has been pulled out.
  mutating func closed(
    _ scanner: OpenScanner, atMilliseconds now: Int64, wallMilliseconds: Int64
  ) {
    change(scanner.place) { entry in
      entry.state.condition = .unplugged(sinceMilliseconds: wallMilliseconds)
      entry.state.dropped = entry.droppedBefore + scanner.droppedCount
      if now - scanner.openedMilliseconds >= Self.steadyMilliseconds { entry.failures = 0 }
      entry.pause(atMilliseconds: now)
    }
  }

  /// Codes have been read.
  mutating func note(_ scanner: OpenScanner, codes: Int) {
    change(scanner.place) { entry in
      entry.state.codes += codes
      entry.state.dropped = entry.droppedBefore + scanner.droppedCount
      if codes > 0 { entry.failures = 0 }
    }
  }

  /// One that the settings name is not there. Whatever else has become of it today says more.
  mutating func missed(_ place: ScannerPlace) {
    switch entries[place.name]?.state.condition {
    case .unplugged, .reading, .absent: break
    case nil, .denied, .busy, .failing: change(place) { $0.state.condition = .absent }
    }
  }

  /// A new day: what was pulled out before it is forgotten.
  mutating func forget(before wallMilliseconds: Int64) {
    entries = entries.filter { _, entry in
      guard case .unplugged(let since) = entry.state.condition else { return true }
      return since >= wallMilliseconds
    }
  }

  private mutating func change(_ place: ScannerPlace, _ body: (inout Entry) -> Void) {
    var entry =
      entries[place.name]
      ?? Entry(state: ScannerState(kind: place.kind, name: place.name, condition: .absent))
    body(&entry)
    entries[place.name] = entry
  }
}

extension ScannerBook.Entry {
  fileprivate mutating func pause(atMilliseconds now: Int64) {
    nextMilliseconds = now + min(ScannerBook.mostPauseSeconds, 1 << min(failures, 5)) * 1_000
    failures += 1
  }
}

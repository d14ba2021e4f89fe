package import Evidence

/// The true times of one log's events, as narrowly as its marks allow.
///
/// Within one start of the machine the time since that start ties every event to every mark, forward
/// and back. Between two starts only the order is known: whatever happened in a start was after the
/// end of the one before. Marks therefore bound all events around them: a start without any gets the
/// interval between its neighbours', narrowed by how long the starts lasted.
package struct Timeline: Sendable {
  /// How fast the time since start may run wrong, in millionths: what a cheap quartz does in a room
  /// without heating (20 to 50), twice.
  package static let driftPerMillion: Int64 = 100

  private var nodes: [Node]
  /// What persons set, by start of the machine, each list by moment.
  private let words: [Int64: [TimeMark]]

  /// Whether a moment that is fixed learns nothing from other marks.
  private let isSettling: Bool

  /// A timeline of these marks, in any order.
  /// - Parameters:
  ///   - lengths: how long each start of the machine lasted, as far as is known.
  ///   - isSettling: whether a mark that fixes a moment from both sides is the last word on it and on
  ///     what follows in its start, up to the next one. Intervals are a little wider so, but what is
  ///     known of an event does not change with marks that come later.
  package init(marks: [TimeMark], lengths: [BootLength], isSettling: Bool = false) {
    self.isSettling = isSettling
    let ends = lengths.flatMap {
      [Node(boot: $0.boot, milliseconds: 0), Node(boot: $0.boot, milliseconds: $0.milliseconds)]
    }
    nodes = (marks.map(Node.init) + ends).sorted(by: Node.precedes)
    words = Dictionary(grouping: marks.filter { $0.word != nil }, by: \.boot)
      .mapValues { $0.sorted { $0.bootMilliseconds < $1.bootMilliseconds } }
    tighten()
  }

  /// When an event happened.
  package func time(of reading: ClockReading) -> CorrectedTime {
    let claimed = reading.wallMilliseconds
    var node = Node(boot: reading.boot, milliseconds: reading.bootMilliseconds)
    let place = nodes.partitioningIndex { !Node.precedes($0, node) }
    if place > 0 { node.follow(nodes[place - 1]) }
    if isSettling, reading.quality == .receipt, !node.isSettled {
      // It counts as known from now on, so that no mark that comes later may be mixed in.
      node = Node(boot: reading.boot, milliseconds: reading.bootMilliseconds)
    } else if place < nodes.count, !isSettled(node) {
      node.lead(nodes[place])
    }
    node.believe(reading)
    let (earliest, latest) = node.interval
    let word = node.isFixed ? nil : word(near: reading)
    let guess = word ?? claimed
    let best = max(earliest ?? .min, min(latest ?? .max, guess))
    return CorrectedTime(
      claimed: claimed, quality: reading.quality, earliest: earliest, latest: latest,
      basis: basis(node, hasWord: word != nil && best == guess),
      best: node.isFixed && best != guess ? node.middle : best)
  }

  private func basis(_ node: Node, hasWord: Bool) -> CorrectedTime.Basis {
    if node.isFixed { return .synced }
    if hasWord { return .set }
    return node.earliest != nil && node.latest != nil ? .between : .claimed
  }

  /// The time by what a person set in the same start: the last setting before the event, else the
  /// first after it. A clock that was set already claims that time by itself.
  private func word(near reading: ClockReading) -> Int64? {
    guard let settings = words[reading.boot] else { return nil }
    let moment = reading.bootMilliseconds
    let next = settings.partitioningIndex { $0.bootMilliseconds > moment }
    let mark = settings[max(0, next - 1)]
    guard let word = mark.word else { return nil }
    return word + moment - mark.bootMilliseconds
  }

  /// Carries each bound along: on a line, once forward and once back reaches everything.
  private mutating func tighten() {
    guard nodes.count > 1 else { return }
    for index in 1..<nodes.count where !isSettled(nodes[index]) {
      nodes[index].follow(nodes[index - 1])
    }
    for index in (0..<nodes.count - 1).reversed() where !isSettled(nodes[index]) {
      nodes[index].lead(nodes[index + 1])
    }
  }

  private func isSettled(_ node: Node) -> Bool { isSettling && node.isSettled }
}

/// One moment of one start of the machine with what is known of its time.
private struct Node {
  let boot: Int64
  let milliseconds: Int64
  var earliest: Int64?
  var latest: Int64?
  /// Whether a mark of the same start fixes the time from both sides.
  var isFixed = false
  /// Whether it is such a mark, or follows one: what lies before the first still learns from it.
  var isSettled = false

  init(boot: Int64, milliseconds: Int64) {
    self.boot = boot
    self.milliseconds = milliseconds
  }

  init(_ mark: TimeMark) {
    self.init(boot: mark.boot, milliseconds: mark.bootMilliseconds)
    earliest = mark.earliest
    latest = mark.latest
    isFixed = mark.isAnchor
    isSettled = mark.isAnchor
  }

  static func precedes(_ left: Node, _ right: Node) -> Bool {
    (left.boot, left.milliseconds) < (right.boot, right.milliseconds)
  }

  /// The bounds, the lower one first: marks that contradict each other, as after a province's clock
  /// was mended, leave everything between them open.
  var interval: (Int64?, Int64?) {
    guard let earliest, let latest else { return (earliest, latest) }
    return (min(earliest, latest), max(earliest, latest))
  }

  /// The middle of a time that is fixed.
  var middle: Int64 {
    let earliest = earliest ?? latest ?? 0
    return earliest + ((latest ?? earliest) - earliest) / 2
  }

  /// Learns from a moment before.
  mutating func follow(_ other: Node) {
    guard other.boot == boot else {
      raise(other.earliest)
      return
    }
    let elapsed = Elapsed(milliseconds - other.milliseconds)
    raise(other.earliest.map { $0 + elapsed.least })
    lower(other.latest.map { $0 + elapsed.most })
    isFixed = isFixed || other.isFixed
    isSettled = isSettled || other.isSettled
  }

  /// Learns from a moment after.
  mutating func lead(_ other: Node) {
    guard other.boot == boot else {
      lower(other.latest)
      return
    }
    let elapsed = Elapsed(other.milliseconds - milliseconds)
    raise(other.earliest.map { $0 - elapsed.most })
    lower(other.latest.map { $0 - elapsed.least })
    isFixed = isFixed || other.isFixed
  }

  /// Takes a reading of network time for what it is worth, or one that a receipt told where nothing else
  /// fixes it, unless better marks contradict it.
  mutating func believe(_ reading: ClockReading) {
    guard let error = error(of: reading) else { return }
    let from = reading.wallMilliseconds - error
    let to = reading.wallMilliseconds + error
    guard from <= latest ?? .max, to >= earliest ?? .min else { return }
    raise(from)
    lower(to)
    isFixed = true
  }

  /// How far the clock may have been off by itself; nil where it vouches for nothing, or where a mark of the
  /// same start says more. When in the start a receipt set the clock, the event does not say: the drift is
  /// that of the whole start.
  private func error(of reading: ClockReading) -> Int64? {
    switch reading.quality {
    case .unset, .restoredFloor, .operatorSet: nil
    case .networkTime: TimeMark.networkErrorMilliseconds
    case .receipt:
      isFixed ? nil : TimeMark.receiptErrorMilliseconds + Elapsed(max(0, milliseconds)).drift
    }
  }

  /// Bounds are kept within so many milliseconds of 1970, a million years, because a log from outside
  /// may claim any number.
  private static let limit: Int64 = 1 << 55

  private mutating func raise(_ bound: Int64?) {
    guard let bound else { return }
    earliest = max(earliest ?? -Self.limit, min(bound, Self.limit))
  }

  private mutating func lower(_ bound: Int64?) {
    guard let bound else { return }
    latest = min(latest ?? Self.limit, max(bound, -Self.limit))
  }
}

/// How much time may have passed while the time since start grew by so much.
private struct Elapsed {
  let least: Int64
  let most: Int64
  let drift: Int64

  init(_ milliseconds: Int64) {
    drift = milliseconds * Timeline.driftPerMillion / 1_000_000 + (milliseconds > 0 ? 1 : 0)
    least = milliseconds - drift
    most = milliseconds + drift
  }
}

extension Array {
  /// The first index at which `isSecond` holds; the array is sorted by it.
  fileprivate func partitioningIndex(_ isSecond: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if isSecond(self[middle]) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low
  }
}

import Centre

/// What the service tells the check-in screens that are open, without being asked: the answer to a
/// code that it has read itself, that saving takes long, that the first screen has changed.
///
/// Each screen has a seat with a short queue of its own, and renders what it takes in its own
/// language. Telling never waits for a screen: one that takes nothing loses its oldest events.
final class ScreenFeed: Sendable {
  /// One thing to tell.
  enum Event: Sendable {
    /// The service has read a code; this is what it led to.
    case answer(DeskAnswer, AnswerScreen.Wish)
    /// The service has read a code and something broke: the page that says so, in each language.
    case problem([Language: String])
    /// A code has been read, and the disk takes long to keep it.
    case saving
    /// The first screen shows something new.
    case idle
  }

  /// What a seat gets when it asks.
  enum News {
    /// The seat is new: the id of this start of the service.
    case hello(String)
    /// Something to tell, with the id by which the screen names the last thing that it has been told.
    case event(Event, id: String)
    /// Nothing has happened; the line should carry a sign of life.
    case signOfLife
    /// Nothing has happened, and nothing need be said of it.
    case nothing
    /// The service ends.
    case closed
  }

  /// Events that wait for one screen; a new one pushes the oldest out.
  static let mostWaiting = 16
  /// A line on which nothing else happens carries a sign of life after so many seconds.
  static let lifeSeconds = 10

  /// A screen that comes so late still sees an answer: it was opening its line when the code was read.
  static let lateMilliseconds: Int64 = 3_000

  /// An event with its number, and when it was told.
  fileprivate struct Told: Sendable {
    let number: Int
    let event: Event
    let milliseconds: Int64
  }

  fileprivate struct Place: Sendable {
    var isNew = true
    var waiting: [Told] = []
    var silentSeconds = 0
  }

  /// Tells one start of the service from another.
  let startId = String(UInt64.random(in: 0 ... .max), radix: 36)
  private let most: Int
  private let room = Monitor(Room())

  private struct Room: Sendable {
    var places: [Int: Place] = [:]
    var lastPlace = 0
    var lastTold = 0
    var changes = 0
    var lastAnswer: Told?
    var isClosed = false
  }

  /// A feed for at most so many screens.
  init(most: Int) {
    self.most = most
  }

  /// How often the first screen was said to show something new.
  var changes: Int { room.withLock { $0.changes } }

  /// Screens that are open.
  var count: Int { room.withLock { $0.places.count } }

  /// Tells what a code that the service has read led to.
  /// - Parameter wish: what the screens send again with the session that somebody chooses.
  func publish(_ answer: DeskAnswer, wish: AnswerScreen.Wish) { publish(.answer(answer, wish)) }

  /// Tells that a code was read and not answered: a page for each language.
  func publish(problem pages: [Language: String]) { publish(.problem(pages)) }

  /// Tells that a code has been read which is not on the disk yet.
  func publishSaving() { publish(.saving) }

  /// Tells that the first screen shows something new.
  func publishIdle() { publish(.idle) }

  /// A seat for one more screen; nil when all are taken or the service ends.
  /// - Parameter last: the id of the last thing that this screen has been told, if any.
  func join(after last: String? = nil) -> ScreenSeat? {
    let now = MachineClock.milliseconds(.bootTime)
    return room.withLock { room in
      guard !room.isClosed, room.places.count < most else { return nil }
      room.lastPlace += 1
      var place = Place()
      if let answer = room.lastAnswer, now - answer.milliseconds <= Self.lateMilliseconds,
        id(of: answer) != last
      {
        place.waiting = [answer]
      }
      room.places[room.lastPlace] = place
      return ScreenSeat(feed: self, number: room.lastPlace)
    }
  }

  /// Ends every line, so that no screen holds up a stop.
  func close() {
    room.change { $0.isClosed = true }
  }

  private func publish(_ event: Event) {
    let now = MachineClock.milliseconds(.bootTime)
    room.change { room in
      room.lastTold += 1
      let told = Told(number: room.lastTold, event: event, milliseconds: now)
      switch event {
      case .answer, .problem: room.lastAnswer = told
      case .idle: room.changes += 1
      case .saving: break
      }
      for number in room.places.keys { room.places[number]?.add(told) }
    }
  }

  private func id(of told: Told) -> String { "\(startId)-\(told.number)" }

  fileprivate func news(for number: Int, waitSeconds: Double) -> News {
    let news = room.first(withinSeconds: waitSeconds) { room -> News? in
      if room.isClosed { return .closed }
      if room.places[number]?.isFirst() == true { return .hello(startId) }
      return room.places[number]?.take().map { .event($0.event, id: id(of: $0)) }
    }
    if let news { return news }
    return room.withLock { $0.places[number]?.isSilent() == true ? .signOfLife : .nothing }
  }

  fileprivate func leave(_ number: Int) {
    room.withLock { $0.places[number] = nil }
  }
}

extension ScreenFeed.Place {
  /// Something that is told already is not told twice in a row.
  fileprivate mutating func add(_ told: ScreenFeed.Told) {
    switch (told.event, waiting.last?.event) {
    case (.idle, .idle), (.saving, .saving): return
    case (.idle, _), (.saving, _), (.answer, _), (.problem, _): break
    }
    if waiting.count == ScreenFeed.mostWaiting { waiting.removeFirst() }
    waiting.append(told)
  }

  /// Whether the seat has not been greeted; it is now.
  fileprivate mutating func isFirst() -> Bool {
    defer { isNew = false }
    return isNew
  }

  fileprivate mutating func take() -> ScreenFeed.Told? {
    guard !waiting.isEmpty else { return nil }
    silentSeconds = 0
    return waiting.removeFirst()
  }

  /// Counts one more second of silence; whether it is time for a sign of life.
  fileprivate mutating func isSilent() -> Bool {
    silentSeconds += 1
    guard silentSeconds >= ScreenFeed.lifeSeconds else { return false }
    silentSeconds = 0
    return true
  }
}

/// One open screen's place in the feed, which it leaves when its line ends.
final class ScreenSeat: Sendable {
  private let feed: ScreenFeed
  private let number: Int

  fileprivate init(feed: ScreenFeed, number: Int) {
    self.feed = feed
    self.number = number
  }

  deinit { feed.leave(number) }

  /// What there is to tell this screen; waits for it, by default the second after which a line looks
  /// whether its client is still there.
  func news(waitSeconds: Double = 1) -> ScreenFeed.News {
    feed.news(for: number, waitSeconds: waitSeconds)
  }
}

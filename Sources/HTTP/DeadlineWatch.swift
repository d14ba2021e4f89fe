import CMicroHTTPD
import Glibc
import Synchronization

/// One thread that cuts connections past their deadline; it sleeps while there are none.
final class DeadlineWatch: Sendable {
  private let tickMilliseconds: Int32
  private let wakeUp: Int32
  private let connections = Mutex<[Int32: Connection]>([:])
  private let isEnding = Atomic<Bool>(false)
  private let thread = Mutex<pthread_t?>(nil)

  /// Looks every `tickMilliseconds` while there are connections.
  init(tickMilliseconds: Int32) {
    self.tickMilliseconds = tickMilliseconds
    wakeUp = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
  }

  deinit {
    close(wakeUp)
  }

  /// Starts the thread; false if the system gives none.
  func start() -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, 128 * 1024)
    defer { pthread_attr_destroy(&attributes) }
    var id = pthread_t()
    let context = Unmanaged.passRetained(self).toOpaque()
    let code = pthread_create(
      &id, &attributes,
      { context in
        if let context {
          Unmanaged<DeadlineWatch>.fromOpaque(context).takeRetainedValue().run()
        }
        return nil
      }, context)
    guard code == 0 else {
      Unmanaged<DeadlineWatch>.fromOpaque(context).release()
      return false
    }
    thread.withLock { $0 = id }
    return true
  }

  /// Ends the thread and waits for it.
  func stop() {
    isEnding.store(true, ordering: .releasing)
    signal()
    let id = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    if let id { pthread_join(id, nil) }
  }

  func add(_ connection: Connection) {
    let isFirst = connections.withLock { connections in
      connections[connection.descriptor] = connection
      return connections.count == 1
    }
    if isFirst { signal() }
  }

  /// To be called before the descriptor is closed: afterwards the number may mean another socket.
  func remove(_ connection: Connection) {
    _ = connections.withLock { $0.removeValue(forKey: connection.descriptor) }
  }

  /// True if a request may be on its way that nobody has begun to read.
  var hasUnreadBytes: Bool {
    connections.withLock { $0.values.contains(where: \.hasUnreadBytes) }
  }

  private func run() {
    while !isEnding.load(ordering: .acquiring) {
      let isEmpty = connections.withLock { connections in
        let now = MonotonicClock.milliseconds
        for connection in connections.values {
          _ = connection.cutIfLate(now: now)
        }
        return connections.isEmpty
      }
      var poll = pollfd(descriptor: wakeUp, events: Int16(POLLIN))
      _ = Glibc.poll(&poll, 1, isEmpty ? -1 : tickMilliseconds)
      var count: UInt64 = 0
      _ = read(wakeUp, &count, 8)
    }
  }

  private func signal() {
    var one: UInt64 = 1
    _ = write(wakeUp, &one, 8)
  }
}

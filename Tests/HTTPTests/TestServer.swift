import Glibc
import Logging
import Synchronization

@testable import HTTP

/// Runs a real server on a free port for the length of `body`.
func withServer<Result>(
  _ router: Router, settings: ServerSettings = .quick, _ body: (Server) throws -> Result
) throws -> Result {
  let server = Server(settings: settings, logger: .quiet, router: router)
  try server.start()
  defer { server.stop(graceSeconds: 5) }
  return try body(server)
}

extension ServerSettings {
  /// Any port, generous times.
  static var quick: ServerSettings { ServerSettings() }

  /// Small times, for tests that wait for them.
  static var hasty: ServerSettings {
    var settings = ServerSettings()
    settings.idleTimeoutSeconds = 1
    settings.requestTimeoutSeconds = 0.4
    return settings
  }
}

extension Logger {
  static var quiet: Logger { Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }) }
}

extension Router {
  /// Answers that show what arrived.
  static var echo: Router {
    var router = Router()
    router.on("GET", "/hello") { _ in .text("hello") }
    router.on("GET", "/echo/{name}") { .text($0.parameters["name"] ?? "") }
    router.on("GET", "/query") { .text($0.query["q"] ?? "none") }
    router.on("POST", "/length") { .text("\($0.body.count)") }
    router.on("POST", "/wide", maxBodyBytes: 3 << 20) { .text("\($0.body.count)") }
    router.on(
      "POST", "/wide-for-guests", maxBodyBytes: 3 << 20,
      admits: { $0.cookies["ticket"] == "7" && $0.body.isEmpty }
    ) { .text("\($0.body.count)") }
    router.on("POST", "/form") { request in
      let form = try request.form()
      return .text(form.fields.map { "\($0.name)=\($0.value)" }.joined(separator: "\n"))
    }
    return router
  }
}

/// A gate that tests and handlers meet at, so that nobody sleeps.
final class Gate: Sendable {
  private let isOpen = Atomic<UInt32>(0)

  func open() {
    isOpen.store(1, ordering: .releasing)
  }

  /// Waits up to ten seconds; whether the gate opened.
  @discardableResult
  func wait() -> Bool {
    for _ in 0..<10_000 {
      if isOpen.load(ordering: .acquiring) == 1 { return true }
      poll(nil, 0, 1)
    }
    return false
  }
}

/// Runs `body` on a thread of its own; `join` gives its result.
final class Background<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private let gate = Gate()

  init(_ body: @escaping @Sendable () -> Value) {
    let box = Unmanaged.passRetained(
      Box {
        let made = body()
        self.value.withLock { $0 = made }
        self.gate.open()
      })
    var id = pthread_t()
    pthread_create(
      &id, nil,
      { context in
        if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().run() }
        return nil
      }, box.toOpaque())
    pthread_detach(id)
  }

  /// The result, or nil after ten seconds.
  func join() -> Value? {
    gate.wait()
    return value.withLock { $0 }
  }
}

private final class Box: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) {
    self.run = run
  }
}

/// Calls back when the last reference is gone.
final class Token: Sendable {
  private let onEnd: @Sendable () -> Void

  init(_ onEnd: @escaping @Sendable () -> Void) {
    self.onEnd = onEnd
  }

  deinit {
    onEnd()
  }
}

/// What this process holds of the system, to see leaks.
enum ProcessState {
  static var descriptorCount: Int { count("/proc/self/fd") }
  static var threadCount: Int { count("/proc/self/task") }

  /// Resident kilobytes.
  static var residentKilobytes: Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard fgets(&line, 128, file) != nil else { return 0 }
    let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4
  }

  private static func count(_ path: String) -> Int {
    guard let directory = opendir(path) else { return 0 }
    defer { closedir(directory) }
    var count = 0
    while readdir(directory) != nil { count += 1 }
    return count
  }
}

/// Keeps the request it was asked with.
final class Kept: Sendable {
  private let kept = Mutex<Request?>(nil)

  var request: Request? { kept.withLock { $0 } }

  var router: Router {
    var router = Router()
    router.on("GET", "/a") { request in
      self.kept.withLock { $0 = request }
      return .text("")
    }
    return router
  }
}

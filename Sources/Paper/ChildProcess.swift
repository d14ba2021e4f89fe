import Glibc
import Synchronization

/// Runs a program that reads its standard input and writes its standard output, within limits.
struct ChildProcess {
  /// How a run ended.
  struct Outcome {
    /// The exit code; 128 + the signal when a signal ended it, as shells count.
    let exitCode: Int32
    let output: [UInt8]
  }

  /// The program, by its full path, and its arguments.
  let arguments: [String]
  let timeoutSeconds: Int
  let mostOutputBytes: Int

  /// Held from making a descriptor to marking it as ours alone, and while a child is started, so
  /// that no child inherits the pipe of another and keeps it open.
  private static let starting = Mutex<Void>(())

  /// Runs the program and waits for it. Throws `renderer` when it cannot be started, takes longer
  /// than the limit or writes more; it is killed then.
  func run(input: [UInt8]) throws(ImageError) -> Outcome {
    let (child, reading) = try Self.starting.withLock { _ throws(ImageError) in
      try start(input: input)
    }
    defer { close(reading) }
    let output: [UInt8]
    do {
      output = try collect(from: reading)
    } catch {
      kill(child, SIGKILL)
      _ = Self.wait(for: child)
      throw error
    }
    return Outcome(exitCode: Self.wait(for: child), output: output)
  }

  private func start(input: [UInt8]) throws(ImageError) -> (child: pid_t, reading: Int32) {
    let source = try nameless(input)
    defer { close(source) }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw failure("There is no pipe.", errno) }
    defer { close(ends[1]) }
    Self.keepFromChildren(ends)
    let (child, error) = spawn(source: source, sink: ends[1])
    guard error == 0 else {
      close(ends[0])
      throw failure("\(arguments[0]) cannot be started.", error)
    }
    return (child, ends[0])
  }

  /// A file without a name that holds the input: unlike a pipe it needs no writer beside the reader.
  private func nameless(_ bytes: [UInt8]) throws(ImageError) -> Int32 {
    var name = Array("/tmp/paper-XXXXXX".utf8CString)
    let file = mkstemp(&name)
    guard file >= 0 else { throw failure("No temporary file can be made in /tmp.", errno) }
    unlink(name)
    Self.keepFromChildren([file])
    guard writeAll(bytes, to: file), lseek(file, 0, SEEK_SET) == 0 else {
      let number = errno
      close(file)
      throw failure("The temporary file in /tmp cannot be written.", number)
    }
    return file
  }

  private static func keepFromChildren(_ files: [Int32]) {
    for file in files { _ = fcntl(file, F_SETFD, FD_CLOEXEC) }
  }

  private func spawn(source: Int32, sink: Int32) -> (child: pid_t, error: Int32) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, source, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, sink, STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var arguments: [UnsafeMutablePointer<CChar>?] = self.arguments.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    let path = strdup("PATH=/usr/bin:/bin")
    defer { free(path) }
    var environment = [path, nil]
    var child = pid_t()
    let error = posix_spawn(&child, self.arguments[0], &actions, nil, &arguments, &environment)
    return (child, error)
  }

  private func collect(from file: Int32) throws(ImageError) -> [UInt8] {
    let deadline = Self.secondsNow() + Double(timeoutSeconds)
    var output: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      var waiting = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
      let leftMilliseconds = max(0, (deadline - Self.secondsNow()) * 1000)
      let ready = poll(&waiting, 1, Int32(leftMilliseconds))
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { throw failure("It took longer than \(timeoutSeconds) s.", 0) }
      let count = read(file, &part, part.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return output }
      output += part[..<count]
      guard output.count <= mostOutputBytes else { throw failure("It wrote too much.", 0) }
    }
  }

  private static func wait(for child: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  private static func secondsNow() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }

  private func failure(_ reason: String, _ number: Int32) -> ImageError {
    let cause = number == 0 ? "" : " " + String(cString: strerror(number)) + "."
    return ImageError(code: .renderer, message: "The rendering program failed. \(reason)\(cause)")
  }
}

/// Writes all bytes to a file descriptor; false when it cannot (see `errno`).
func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
  bytes.withUnsafeBytes { writeAll($0, to: file) }
}

/// The same from a buffer.
func writeAll(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Bool {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return false }
    rest = rest.dropFirst(count)
  }
  return true
}

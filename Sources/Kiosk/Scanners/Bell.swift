import Glibc

/// A descriptor that becomes readable when somebody rings, to end a `poll`.
final class Bell: Sendable {
  /// To be polled for POLLIN; -1, which `poll` leaves out, where the system gives none.
  let file: Int32
  private let button: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    _ = pipe(&ends)
    for end in ends where end >= 0 {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    (file, button) = (ends[0], ends[1])
  }

  deinit {
    close(file)
    close(button)
  }

  /// Makes the descriptor readable.
  func ring() {
    var byte: UInt8 = 1
    _ = write(button, &byte, 1)
  }

  /// Makes it silent again.
  func quieten() {
    var bytes = [UInt8](repeating: 0, count: 64)
    _ = read(file, &bytes, bytes.count)
  }
}

import Glibc

/// Waits for the signals that end the service. `block` comes first, before any thread exists, so that
/// every thread inherits the mask and only `wait` sees them.
enum Signals {
  /// Keeps SIGTERM, SIGINT and SIGHUP for `wait`; a peer that is gone is an error, not a signal.
  static func block() {
    var set = Signals.ending
    pthread_sigmask(SIG_BLOCK, &set, nil)
    signal(SIGPIPE, SIG_IGN)
  }

  /// Returns when one of them arrives.
  static func wait() {
    var set = Signals.ending
    var received: Int32 = 0
    sigwait(&set, &received)
  }

  private static var ending: sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&set, signal) }
    return set
  }
}

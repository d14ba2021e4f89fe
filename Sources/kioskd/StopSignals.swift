import Glibc

/// The signals that end the program. They are blocked before the first thread starts, so that every
/// thread inherits the mask and only `wait` takes them (sigwait(3)).
struct StopSignals {
  private let signals: sigset_t

  /// Blocks SIGTERM, SIGINT and SIGHUP; a peer that hangs up raises no SIGPIPE.
  init() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGTERM, SIGINT, SIGHUP] {
      sigaddset(&signals, number)
    }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    signal(SIGPIPE, SIG_IGN)
    self.signals = signals
  }

  /// Returns when one of them comes.
  func wait() {
    var signals = signals
    var number: Int32 = 0
    while sigwait(&signals, &number) != 0 {}
  }
}

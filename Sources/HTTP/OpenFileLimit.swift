import Glibc

/// How many files and connections this process may have open at once (getrlimit(2)).
package enum OpenFileLimit {
  /// What a service opens beside its connections: libraries, logs, time zones, pipes, database files.
  private static let othersCount = 64

  /// Raises the soft limit to the hard one. Nothing here uses select(2), which could not count beyond
  /// 1,024.
  /// - Returns: files that may be open now.
  @discardableResult
  package static func raise() -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 0 }
    if limit.rlim_cur < limit.rlim_max {
      var wanted = limit
      wanted.rlim_cur = limit.rlim_max
      if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &wanted) == 0 { limit = wanted }
    }
    return Int(clamping: limit.rlim_cur)
  }

  /// How many of the connections that are wanted fit into so many files.
  /// - Parameter others: files that the service opens beside them, such as those of a database.
  package static func connections(wanted: Int, files: Int, others: Int) -> Int {
    max(1, min(wanted, files - others - othersCount))
  }
}

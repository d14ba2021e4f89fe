import Foundation
import Glibc

@testable import Province

/// A PostgreSQL cluster for one run of the tests: that of `PGHOST` if it is set, else one made with
/// initdb in a temporary directory, on a socket, which a watching shell removes when the run is over.
///
/// There is no silent way out: without PostgreSQL every test that needs it fails with the reason.
enum Cluster {
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  /// Where the cluster is, or why there is none.
  static let host: Result<String, Missing> = {
    if let host = ProcessInfo.processInfo.environment["PGHOST"] { return .success(host) }
    return Result { () throws(Missing) in try start() }
  }()

  /// A new empty database of its own for one test.
  static func database() throws -> DatabaseTarget {
    let host = try host.get()
    let name = "test\(getpid())_\(UInt32.random(in: 0...UInt32.max))"
    let user = ProcessInfo.processInfo.environment["PGUSER"] ?? "postgres"
    let admin = DatabaseTarget(url: "host=\(host) user=\(user) dbname=postgres")
    try Connection(admin).execute("CREATE DATABASE \(name)")
    return DatabaseTarget(url: "host=\(host) user=\(user) dbname=\(name)")
  }

  private static func start() throws(Missing) -> String {
    let script = """
      set -e
      # Pipes of tests that run beside this one must not stay open here: their readers would wait for ever.
      for fd in /proc/$$/fd/*; do
        fd=${fd##*/}; [ "$fd" -le 2 ] || eval "exec $fd>&-"
      done
      bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
      dir=$(mktemp -d "${TMPDIR:-/tmp}/province-tests-XXXXXX")
      run=""
      if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; run="runuser -u postgres --"; fi
      $run "$bin/initdb" --pgdata "$dir/data" --username postgres --auth trust \
        --encoding UTF8 --locale C.UTF-8 --no-sync >/dev/null
      # Backends are killed in these tests, the machine is not: fsync would only cost time.
      $run "$bin/pg_ctl" --pgdata "$dir/data" --log "$dir/log" --wait --silent --options \
        "-c listen_addresses='' -c unix_socket_directories='$dir' -c fsync=off -c max_connections=200" \
        start >&2
      ( while kill -0 "$2" 2>/dev/null; do sleep 1; done
        $run "$bin/pg_ctl" --pgdata "$dir/data" --mode immediate --silent stop
        rm -rf "$dir" ) >/dev/null 2>&1 </dev/null &
      echo "$dir"
      """
    // Not Foundation's Process: the shell that watches would keep its termination socket open.
    guard let pipe = popen("exec bash -s cluster \(getpid()) <<'SCRIPT'\n\(script)\nSCRIPT\n", "r")
    else { throw Missing(description: "No shell could be started for PostgreSQL.") }
    var host = ""
    var buffer = [CChar](repeating: 0, count: 4096)
    while fgets(&buffer, Int32(buffer.count), pipe) != nil {
      host += String(
        decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
    host = String(host.prefix { !$0.isNewline })
    guard pclose(pipe) == 0, host.hasPrefix("/") else {
      throw Missing(
        description: "PostgreSQL could not be started. Install Debian's postgresql, or set PGHOST.")
    }
    return host
  }
}

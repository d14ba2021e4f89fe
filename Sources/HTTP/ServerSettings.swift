/// Where a server listens and what it lets one client take.
package struct ServerSettings: Sendable {
  /// A host name or numeric address to listen on.
  package var host = "127.0.0.1"
  /// Speaks TLS with this certificate; nil speaks plainly.
  package var tls: ServerTLS?
  /// 0 takes any free port; `Server.port` tells which.
  package var port = 0
  /// Beyond it the answer is 413; a route may have its own limit.
  package var maxBodyBytes = 16 * 1024
  /// Beyond it the answer is 414.
  package var maxTargetBytes = 4 * 1024
  /// Beyond it a new connection is closed at once, without an answer.
  package var maxConnections = 256
  /// Beyond it a new connection from the same address is closed at once; 0 is no limit.
  package var maxConnectionsPerAddress = 0
  /// A connection on which nothing moves for so long is closed.
  package var idleTimeoutSeconds = 15
  /// The time a client has to send one request head, and again for one body, whatever its pace.
  package var requestTimeoutSeconds = 30.0
  /// A client that takes an answer slower than this for `requestTimeoutSeconds` is cut off.
  package var minBytesPerSecond = 1024
  /// Memory for one connection's request head and buffers; a larger head is answered 431.
  package var memoryPerConnectionBytes = 32 * 1024
  /// Stack of each connection's thread; only touched pages count as memory.
  package var threadStackBytes = 1024 * 1024
  /// Sent with every answer that does not set these fields itself.
  package var securityHeaders = SecurityHeaders.standard

  package init() {}
}

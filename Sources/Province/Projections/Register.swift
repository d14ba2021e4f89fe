import Evidence

/// The register of certificates, as the centres' events make it.
enum Register {
  /// Genuine, revoked or replaced: what the registers say about a number, the gravest word of all logs
  /// that have a say about it.
  static func status(of number: String, _ connection: Connection) throws -> Verdict {
    let words = try Cancellations.of(number, connection).counted
    guard !words.isEmpty else { return .genuine }
    return words.compactMap(\.replacement).min().map { .replaced(by: $0) } ?? .revoked
  }
}

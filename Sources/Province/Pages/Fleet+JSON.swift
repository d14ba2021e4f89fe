import Evidence

extension Fleet {
  /// Both lists for programs; times are milliseconds, what is unknown is left out.
  package func json(nowMilliseconds: Int64) throws -> [UInt8] {
    try CanonicalValue.object([
      "time": .integer(nowMilliseconds),
      "kiosks": .list(kiosks.map(\.json)),
      "centres": .list(centres.map(\.json)),
    ]).canonical()
  }
}

extension Fleet.Kiosk {
  var json: CanonicalValue {
    var members: [String: CanonicalValue] = [
      "log": .text(log), "centre": .text(centre), "name": .text(nfc(name)),
      "size": .integer(size), "stored": .integer(stored), "waiting": .integer(waiting),
      "silent": .boolean(isSilent), "revoked": .boolean(isRevoked),
      "quarantined": .integer(quarantined),
    ]
    members["heard"] = heardMilliseconds.map { .integer($0) }
    members["version"] = version.map { .text($0) }
    members["clockQuality"] = clockQuality.map { .integer($0) }
    members["branchOf"] = branchOf.map { .text($0) }
    members["fork"] = fork.map { .integer($0) }
    if !branches.isEmpty { members["branches"] = .list(branches.map { .text($0) }) }
    return .object(members)
  }
}

extension Fleet.Centre {
  var json: CanonicalValue {
    .object([
      "centre": .text(code), "name": .text(nfc(name)), "turns": .integer(turns),
      "people": .integer(people), "sessions": .integer(sessions),
      "certificates": .integer(certificates),
    ])
  }
}

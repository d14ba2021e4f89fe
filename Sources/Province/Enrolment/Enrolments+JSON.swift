import Evidence

extension Enrolments.Answer {
  /// The members of the JSON document that the kiosk gets.
  func members(atSeconds now: Int64) throws -> [String: CanonicalValue] {
    var members: [String: CanonicalValue] = [
      "province": .text(province), "vkey": .text(vkey), "roots": try CanonicalValue(json: roots),
      "token": .text(token), "pullToken": .text(pullToken), "time": .integer(now),
    ]
    members["deviceCertificate"] = certificate.map { .text(Base64.encode($0)) }
    members["companion"] = companion.map { .text(Base64.encode($0)) }
    return members
  }
}

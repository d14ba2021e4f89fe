import Centre
package import Evidence

/// A verdict as the command prints it: for people in their language, for programs as JSON.
package struct VerificationReport: Sendable {
  private let verification: Verification

  package init(_ verification: Verification) {
    self.verification = verification
  }

  /// The exit status: 0 genuine, 1 not genuine or withdrawn, 2 unreadable, 3 demonstration.
  package var exitCode: Int32 {
    switch verification.verdict {
    case .genuine, .genuineStaleList: 0
    case .revoked, .replaced, .deviceWithdrawn, .notGenuine: 1
    case .unreadable: 2
    case .demonstration: 3
    }
  }

  /// The status for several certificates at once: the gravest of theirs.
  package static func worst(of reports: [VerificationReport]) -> Int32 {
    let codes = Set(reports.map(\.exitCode))
    return [1, 2, 3].first(where: codes.contains) ?? 0
  }

  /// The verdict, then every signed field, one a line, then what no code can prove.
  package func text(_ texts: Texts, _ language: Language) -> String {
    func say(_ key: VerdictText, _ values: [String: String] = [:]) -> String {
      key.text(texts, language, values)
    }
    var lines = [say(VerdictText(verification.verdict), Self.values(verification.verdict))]
    guard let claims = verification.token?.claims else {
      return lines[0]
    }
    let issued = claims.issuedAtSeconds * 1_000
    let fields: [(VerdictText, String)] = [
      (.number, claims.number), (.holder, claims.holderName),
      (.course, "\(claims.title) (\(claims.courseCode))"),
      (.hours, Desk.hoursText(claims.hoursTenths)),
      (.completed, Day(daysSince1970: claims.completedDay).ddMMyyyy),
      (.issued, Day(wallMilliseconds: issued).ddMMyyyy), (.centre, claims.centre),
      (.root, verification.root?.name ?? say(.unknownRoot)),
    ]
    lines += fields.map { "  \(say($0.0)): \($0.1)" }
    lines.append(say(.inkNote))
    return lines.joined(separator: "\n")
  }

  /// The verdict and the signed fields as one canonical JSON object.
  package func json() throws(Malformed) -> [UInt8] {
    try value.canonical()
  }

  /// The same before it is written.
  package var value: CanonicalValue {
    var members: [String: CanonicalValue] = ["verdict": .text(verification.verdict.name)]
    if let reason = Self.values(verification.verdict)["reason"] {
      members["reason"] = .text(reason)
    }
    if let root = verification.root {
      members["root"] = .object(["name": .text(root.name), "key": .text(root.key.hex)])
    }
    if let token = verification.token {
      members["device"] = .text(nfc(token.deviceCertificate.device))
      members["fields"] = .object(Self.members(token.claims))
    }
    return .object(members)
  }

  private static func members(_ claims: CertificateClaims) -> [String: CanonicalValue] {
    [
      "number": .text(claims.number), "name": .text(claims.holderName),
      "courseCode": .text(claims.courseCode), "title": .text(claims.title),
      "hoursTenths": .integer(claims.hoursTenths),
      "completed": .text(Day(daysSince1970: claims.completedDay).iso),
      "issuedAt": .integer(claims.issuedAtSeconds), "centre": .text(claims.centre),
    ]
  }

  private static func values(_ verdict: Verdict) -> [String: String] {
    switch verdict {
    case .genuine, .revoked, .deviceWithdrawn, .demonstration: [:]
    case .genuineStaleList(let day): ["day": Day(daysSince1970: day).ddMMyyyy]
    case .replaced(let number): ["number": number]
    case .notGenuine(let reason), .unreadable(let reason): ["reason": reason]
    }
  }
}

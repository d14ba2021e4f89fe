import HTTP

// What the collector refuses in an answer, a command refuses in the words of who sits before it: the
// answer's own words are for whoever wrote the client.
extension Problem: Spoken {
  package var saying: Saying {
    switch code {
    case "code-unknown": Saying(.problemCodeUnknown)
    case "code-used": Saying(.problemCodeUsed)
    case "code-expired": Saying(.problemCodeExpired)
    case "code-centre": Saying(.problemCodeCentre)
    case "code-log": Saying(.problemCodeLog)
    case "attempts": Saying(.problemAttempts, ["seconds": headers["Retry-After"] ?? "60"])
    case "log-taken", "request-key": Saying(.problemOtherKey)
    case "log-unknown": Saying(.problemUnknownLog)
    case "revoked": Saying(.problemRevoked)
    default: Saying(.problemOther, ["title": title, "detail": detail])
    }
  }
}

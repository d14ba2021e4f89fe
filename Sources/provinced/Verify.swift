import ArgumentParser
import Centre
import Evidence
import Province

/// `provinced verify`: checks a certificate's QR text against this province's roots and register.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the text of a certificate's QR code.",
    discussion: "Exits with 0 genuine, 1 not genuine or cancelled, 2 unreadable, 3 demonstration.")

  @OptionGroup var options: CommonOptions

  @Argument(help: "The text of the code; without it, one line of standard input.")
  var text: String?

  func run() throws {
    try reporting {
      let application = try options.application()
      let line = text ?? readLine() ?? ""
      let verification = CertificateVerifier(roots: application.keys.roots).verify(text: line)
      var verdict = verification.verdict
      if verdict == .genuine, let claims = verification.token?.claims,
        try Register.isCancelled(number: claims.number, centre: claims.centre, application.pool)
      {
        verdict = .revoked
      }
      Standard.print(verdict.name)
      if let claims = verification.token?.claims { show(claims) }
      guard verdict != .genuine else { return }
      throw ExitCode(status(verdict))
    }
  }

  private func show(_ claims: CertificateClaims) {
    let day = Day(daysSince1970: claims.completedDay).ddMMyyyy
    Standard.print(
      """
      number: \(claims.number)
      holder: \(claims.holderName)
      course: \(claims.title) (\(claims.courseCode))
      completed: \(day)
      centre: \(claims.centre)
      """)
  }

  private func status(_ verdict: Verdict) -> Int32 {
    switch verdict {
    case .genuine, .genuineStaleList: 0
    case .revoked, .replaced, .deviceWithdrawn, .notGenuine: 1
    case .unreadable: 2
    case .demonstration: 3
    }
  }
}

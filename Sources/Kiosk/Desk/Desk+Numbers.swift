package import Centre
import Evidence
import Store

/// What became of a person's word for the last certificate number on paper.
package enum NumberAnswer: Equatable, Sendable {
  /// Certificates are issued again, the next one with this number.
  case taken(next: CertificateNumber)
  /// It cannot be taken as it stands.
  case invalid(FormProblem)
  /// Nobody knows which year it is.
  case clockUntrusted
}

extension Desk {
  /// How far beyond the last number that is known a told one may be: so much is issued in years, and more is
  /// a slip of the hand, which would leave a gap in the register for good.
  static let mostTold = 10_000

  /// Whether numbers may stand on paper that this kiosk does not know: then it issues nothing.
  package var areNumbersUnsure: Bool { keys.numbers.isUnsure }

  /// The last certificate number that is known here; nil before the first.
  package func lastNumber() throws -> CertificateNumber? {
    let centre = try CentreCode(settings.centre.code)
    let known = try store.highestNumbers().compactMap { register, last -> CertificateNumber? in
      let parts = register.split(separator: "/")
      guard parts.count == 2, parts[0] == centre.text, let year = Int(parts[1]) else { return nil }
      return CertificateNumber(centre: centre, year: year, sequence: Int(last))
    }
    return known.max { $0.year < $1.year }
  }

  /// Takes a person's word for the last number in the register on paper: the numbers go on after it. Also
  /// where the kiosk believes that it knows them, for what was issued after a backup and reached no province
  /// stands on paper only.
  /// - Parameter text: `35` for this year's, `35/2026`, or as on the paper; 0 when there is none this year.
  package func tellLastNumber(_ text: String) throws -> NumberAnswer {
    let now = clock.read()
    guard now.quality.isTrusted else { return .clockUntrusted }
    let today = Day(wallMilliseconds: now.wallMilliseconds).year
    let known = try lastNumber()
    switch Self.told(text, year: today, known: known) {
    case .failure(let problem): return .invalid(problem)
    case .success(let told):
      let centre = try CentreCode(settings.centre.code)
      try saving {
        try store.raiseNumbers(["\(centre.text)/\(told.year)": Int64(told.last)])
      }
      // The counter first: a power cut in between only asks again.
      if areNumbersUnsure { try keys.numbers.tell(of: store.log) }
      let last = try store.highestNumbers()["\(centre.text)/\(today)"] ?? 0
      return .taken(
        next: CertificateNumber(centre: centre, year: today, sequence: Int(last) + 1))
    }
  }

  /// The number that was typed, unless it cannot be the last one.
  private static func told(
    _ text: String, year today: Int, known: CertificateNumber?
  ) -> Result<(year: Int, last: Int), FormProblem> {
    let problem = { (reason: FormProblem.Reason, detail: String) in
      FormProblem(field: "last", reason: reason, detail: detail)
    }
    let typed = Name.tidied(text)
    guard !typed.isEmpty else { return .failure(problem(.missing, "")) }
    guard let (year, last) = number(typed, year: today), year <= today else {
      return .failure(problem(.notANumber, ""))
    }
    let own = known?.year == year ? known?.sequence ?? 0 : 0
    if let known, year < known.year || last < own {
      return .failure(problem(.tooLow, "\(known.sequence)/\(known.year)"))
    }
    guard last <= own + mostTold else {
      return .failure(problem(.tooHigh, "\(own + mostTold)/\(year)"))
    }
    return .success((year, last))
  }

  /// What follows the number on the paper.
  private static let paperEnding = "GCN-TTHTCĐ"

  /// `35`, `35/2026` or, as on the paper, `35/GCN-TTHTCĐ`; nil for anything else.
  private static func number(_ text: String, year: Int) -> (year: Int, last: Int)? {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let last = digits(parts[0], 1...6) else { return nil }
    guard parts.count == 2, parts[1].uppercased() != paperEnding else { return (year, last) }
    guard let told = digits(parts[1], 4...4), told >= 2_000 else { return nil }
    return (told, last)
  }

  private static func digits(_ text: Substring, _ length: ClosedRange<Int>) -> Int? {
    let isNumber = text.utf8.allSatisfy { (48...57).contains($0) }
    return isNumber && length.contains(text.utf8.count) ? Int(text) : nil
  }
}

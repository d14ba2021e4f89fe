import Centre
import Evidence

/// What the registers of all centres say at one moment: how far each goes, what is withdrawn, and up to
/// which event of each log that was read.
///
/// A register belongs to the centre in the number, not to the one where the kiosk now stands: merged
/// centres keep their old numbers apart. Registers are gap-free, so what is far beyond the certificates
/// that have come was not issued by the rules: a stolen kiosk must not be able to fill the list.
///
/// Nor do years count in which no kiosk of this program can have worked: a list has a count for each year
/// of a centre between its first and its last.
struct RegisterReading {
  /// The first year of any register.
  static let firstYear = 2020
  /// The most registers that one log may bring in: dozens of years of a few merged centres.
  static let registersPerLog = 256
  /// How far a register's numbers may go beyond the certificates that have come.
  static let gapLimit = 1000

  /// By centre code and year, the highest number.
  private(set) var highest: [String: [Int: Int]] = [:]
  /// Withdrawn numbers, each with its replacement if it has one.
  private(set) var withdrawn: [String: String?] = [:]
  /// By log, the events [0, position) that all of this rests on.
  private(set) var positions: [Int64: Int64] = [:]
  /// By centre code and year, the most that the highest number may be.
  private var limits: [String: [Int: Int]] = [:]

  /// Reads the projections; runs in the caller's transaction.
  /// - Parameter year: the present one; a kiosk's clock may be a little ahead of it, into the next.
  /// - Throws: `PublishError` while a projection is behind what was published already: the next list
  ///   would otherwise forget cancellations.
  init(_ connection: Connection, year: Int) throws {
    // The positions first: the rows read after them hold at least as many events.
    for row in try connection.query("SELECT stream, next, published FROM projection") {
      let next = try row.integer("next")
      guard next >= (try row.integer("published")) else { throw PublishError.rebuilding }
      positions[try row.integer("stream")] = next
    }
    let registers = try connection.query(
      RegisterReading.registersSQL,
      [.text(padded(RegisterReading.firstYear, 4)), .text(padded(year + 1, 4))])
    for row in registers { limit(try row.text("last"), certificates: try row.integer("rows")) }
    for row in registers { count(try row.text("last")) }
    for word in try Cancellations.all(connection).counted {
      withdraw(word.number, replacement: word.replacement)
    }
  }

  /// The table of the status list.
  func table() throws(TrustError) -> StatusTable {
    try StatusTable(highest: highest, withdrawn: withdrawn)
  }

  /// Several logs may hold parts of one register, as after a card was restored.
  private mutating func limit(_ text: String, certificates: Int64) {
    guard let number = CertificateNumber(text) else { return }
    let known = limits[number.centre.text]?[number.year] ?? RegisterReading.gapLimit
    limits[number.centre.text, default: [:]][number.year] = known + Int(certificates)
  }

  /// Whether the number has a place in the list. What is no number, or in no register that has come, is
  /// nobody's certificate.
  @discardableResult
  private mutating func count(_ text: String) -> Bool {
    guard let number = CertificateNumber(text),
      let limit = limits[number.centre.text]?[number.year]
    else { return false }
    let last = highest[number.centre.text]?[number.year] ?? 0
    highest[number.centre.text, default: [:]][number.year] = max(last, min(limit, number.sequence))
    return number.sequence <= limit
  }

  /// The same number may stand in two logs: withdrawn in one is withdrawn.
  private mutating func withdraw(_ number: String, replacement: String?) {
    guard count(number) else { return }
    var known = withdrawn[number] ?? nil
    if let replacement, replacement != number, count(replacement) { known = replacement }
    withdrawn.updateValue(known, forKey: number)
  }

  /// Sequences have six digits, so the last number of a register is the greatest text; before them
  /// stands the year. What is stored at another log of the kiosk is that one's and fills no list twice.
  private static let registersSQL = """
    SELECT last, rows FROM (
      SELECT max(number COLLATE "C") AS last, count(*) AS rows,
        row_number() OVER (PARTITION BY stream ORDER BY count(*) DESC, left(number, -7)) AS place
      FROM certificate c JOIN stream s ON s.id = c.stream
      WHERE c.seq >= coalesce(s.fork, 0) AND number ~ '^[0-9]{5}-[0-9]{1,3}-[0-9]{4}-[0-9]{6}$'
        AND NOT EXISTS (
          SELECT FROM shared x WHERE x.stream = c.stream AND c.seq >= x.first AND c.seq < x.last)
        AND left(right(number, 11), 4) COLLATE "C" BETWEEN $1 AND $2
      GROUP BY stream, left(number, -7)) AS register
    WHERE place <= \(registersPerLog)
    """
}

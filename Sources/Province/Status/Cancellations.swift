import Evidence

/// Whose cancellations count. Numbers are public and predictable, so a kiosk in wrong hands could write
/// another centre's into its own log and cancel them there.
///
/// The logs of the number's centre speak about it. Where none of them holds it, as after centres were
/// merged, that log does to which its certificate came first, if its own key signed it.
struct Cancellations {
  /// What a log says about a number.
  struct Word: Equatable {
    let log: LogID
    let number: String
    let replacement: String?
  }

  /// Those that count.
  private(set) var counted: [Word] = []
  /// Those of logs that have no say about the number.
  private(set) var ignored: [Word] = []

  /// Every cancellation in the tables.
  static func all(_ connection: Connection) throws -> Cancellations {
    try Cancellations(
      connection.query(
        sql(where: "c.number IN (SELECT number FROM certificate WHERE cancelled IS NOT NULL)")))
  }

  /// The cancellations of one number.
  static func of(_ number: String, _ connection: Connection) throws -> Cancellations {
    try Cancellations(connection.query(sql(where: "c.number = $1"), [.text(number)]))
  }

  /// One log's certificate of a number.
  private struct Holding {
    let word: Word
    let key: [UInt8]
    let isCancelled: Bool
    let isAtHome: Bool
    let isProven: Bool

    init(_ row: Row) throws {
      word = Word(
        log: try LogID(bytes: try row.bytes("log")), number: try row.text("number"),
        replacement: try row.optionalText("replacement"))
      let key = try row.bytes("key")
      self.key = key
      isCancelled = try row.boolean("cancelled")
      isAtHome = try row.boolean("home")
      let token = try row.optionalText("token").flatMap(CertificateToken.init(stored:))
      let (number, signers) = (word.number, [key] + (try FormerKeys.read(row)))
      let isProvenByToken = signers.contains { token?.isProof(of: number, key: $0) ?? false }
      isProven = try row.optionalBoolean("proven") ?? isProvenByToken
    }
  }

  private init(_ rows: [Row]) throws {
    var holdings: [Holding] = []
    for row in rows {
      let holding = try Holding(row)
      if holdings.last?.word.number != holding.word.number {
        judge(holdings)
        holdings = []
      }
      holdings.append(holding)
    }
    judge(holdings)
  }

  /// Sorts the words on one number; the holdings come in the order in which they arrived.
  private mutating func judge(_ holdings: [Holding]) {
    let isAnyAtHome = holdings.contains(where: \.isAtHome)
    let first = holdings.first(where: \.isProven)?.key
    for holding in holdings where holding.isCancelled {
      let hasSay = isAnyAtHome ? holding.isAtHome : holding.isProven && holding.key == first
      if hasSay { counted.append(holding.word) } else { ignored.append(holding.word) }
    }
  }

  /// Code and arrival are looked up only where they decide. The centre stands before `-2026-000012`.
  private static func sql(where condition: String) -> String {
    """
    SELECT s.log, s.key, c.number, c.replacement, c.cancelled IS NOT NULL AS cancelled,
      s.centre = left(c.number, -12) AS home, p.value AS token, x.proven, \(FormerKeys.column)
    FROM certificate c JOIN stream s ON s.id = c.stream
    LEFT JOIN personal p ON p.stream = c.stream AND p.seq = c.seq AND p.field = 'token'
      AND s.centre <> left(c.number, -12)
    LEFT JOIN "erasedToken" x ON x.stream = c.stream AND x.seq = c.seq
    LEFT JOIN LATERAL (SELECT min(e.received) AS at FROM event e
      WHERE e.stream = c.stream AND e.seq = c.seq AND s.centre <> left(c.number, -12)) AS come ON true
    WHERE \(condition)
    ORDER BY c.number COLLATE "C", come.at, c.stream
    """
  }
}

import Centre

/// One kiosk as the province sees it.
package struct FleetKiosk: Sendable {
  /// How it is with a kiosk, in one word; the raw value is the last part of the phrase's key.
  package enum State: String, CaseIterable, Sendable {
    /// Somebody should look.
    case trouble
    /// It has been silent for too long.
    case silent
    /// It was never heard of.
    case never
    /// It has records that are not here yet.
    case waiting
    /// All that it has is here.
    case complete
    /// It goes on under another log's name.
    case branched
    /// The province has withdrawn it.
    case revoked
  }

  /// The log's hex digits.
  package var log = ""
  /// The centre's code.
  package var centre = ""
  /// The name given at enrolment.
  package var name = ""
  /// The administrative unit of the centre as it is called today; nil when units are not known.
  package var unit: String?
  /// When it was last heard of; nil is never.
  package var heardMilliseconds: Int64?
  /// When it was enrolled.
  package var enrolledMilliseconds: Int64 = 0
  /// Whether the province has withdrawn it.
  package var isRevoked = false
  /// Events in its log, as far as is known.
  package var size: Int64 = 0
  /// Events that are durable here.
  package var stored: Int64 = 0
  /// Its program's version; nil before the first hello.
  package var version: String?
  /// Clock quality 0 to 4 by its last hello, else of its last event; nil while neither is known.
  package var clockQuality: Int64?
  /// Whether it has been silent for too long.
  package var isSilent = false
  /// Events that could not be understood.
  package var quarantined: Int64 = 0
  /// Percent of its disk that is used; nil when it has not said.
  package var diskPercent: Int64?
  /// What waits for somebody there, as it said itself.
  package var attention: [String] = []
  /// The time of the last receipt that it holds.
  package var receiptMilliseconds: Int64?
  /// Which epoch of its log it writes.
  package var epoch: Int64?
  /// The number of the bulletin that it holds.
  package var bulletin: Int64?
  /// Whether it waits for the root to certify its key.
  package var isWaitingForCertificate = false
  /// The log of which this one is a branch; nil for none.
  package var branchOf: String?
  /// Whether a branch still needs somebody: the log that it left is written on by another machine, or
  /// nobody at the centre has taken note.
  package var hasOpenBranch = false
  /// Events before this are the same in both.
  package var fork: Int64?
  /// The logs that branched from this one.
  package var branches: [String] = []
  /// Whether it goes on under another log's name and was not heard under this one since.
  package var isBranched = false

  /// Nothing known yet.
  package init() {}

  /// More events than any log has: a kiosk may claim any size, and those of a fleet are summed.
  private static let mostWaiting: Int64 = 1_000_000_000_000

  /// Events known to exist and not here.
  package var waiting: Int64 { min(size - stored, Self.mostWaiting) }

  /// The last sign of life: enrolment counts as one.
  var lastSignMilliseconds: Int64 { heardMilliseconds ?? enrolledMilliseconds }

  /// What somebody should look at, as stable words, each once: what the province sees, then what the
  /// kiosk says of itself.
  package var troubles: [String] {
    guard !isRevoked, !isBranched else { return [] }
    var words: [String] = []
    if heardMilliseconds == nil {
      words.append("never")
    } else if isSilent {
      words.append("silent")
    }
    if quarantined > 0 { words.append("quarantine") }
    if isWaitingForCertificate { words.append("certificate") }
    if hasOpenBranch { words.append("branch") }
    if clockQuality ?? 4 < 2 { words.append("clock") }
    // The kiosk's own word for an open branch says nothing new.
    for word in attention where !words.contains(word) && !(hasOpenBranch && word == "histories") {
      words.append(word)
    }
    return words
  }

  /// How it is, in one word.
  package var state: State {
    if isRevoked { return .revoked }
    if isBranched { return .branched }
    if heardMilliseconds == nil { return .never }
    if isSilent { return .silent }
    if !troubles.isEmpty { return .trouble }
    return waiting > 0 ? .waiting : .complete
  }
}

extension FleetKiosk {
  static let sql = """
    SELECT encode(s.log, 'hex') AS log, s.centre, k.name, k.heard, k.enrolled, k.revoked, k.version,
      s.next, greatest(coalesce(k.size, 0), s.next) AS size,
      coalesce(k.clock, p.quality) AS quality, k.disk,
      array_to_string(k.attention, ' ') AS attention, k.receipted, k.epoch, k.bulletin,
      k.certificate IS NULL AS pending, encode(parent.log, 'hex') AS parent, s.fork,
      (SELECT string_agg(encode(b.log, 'hex'), ' ' ORDER BY b.id) FROM stream b
        WHERE b.parent = s.id) AS branches,
      EXISTS (SELECT 1 FROM stream child WHERE child.parent = s.id
        AND child.branched >= coalesce(k.heard, '-infinity')) AS branched,
      s.parent IS NOT NULL AND (coalesce('histories' = ANY (k.attention), true)
        OR coalesce(other.revoked IS NULL AND other.heard > (SELECT max(child.branched)
          FROM stream child WHERE child.parent = s.parent), false)) AS open,
      (SELECT count(*) FROM quarantine q WHERE q.stream = s.id AND q.seq >= s.counted)
        AS quarantined
    FROM kiosk k JOIN stream s ON s.id = k.stream JOIN projection p ON p.stream = s.id
    LEFT JOIN stream parent ON parent.id = s.parent LEFT JOIN kiosk other ON other.stream = s.parent
    """

  init(_ row: Row, silentBefore limit: Int64) throws(PostgresError) {
    self.init()
    log = try row.text("log")
    centre = try row.text("centre")
    name = try row.text("name")
    heardMilliseconds = try row.optionalTime("heard")
    enrolledMilliseconds = try row.optionalTime("enrolled") ?? 0
    isRevoked = try row.optionalTime("revoked") != nil
    size = try row.integer("size")
    stored = try row.integer("next")
    version = try row.optionalText("version")
    clockQuality = try row.optionalInteger("quality")
    isSilent = lastSignMilliseconds < limit
    quarantined = try row.integer("quarantined")
    diskPercent = try row.optionalInteger("disk")
    attention = (try row.optionalText("attention") ?? "").split(separator: " ").map(String.init)
    receiptMilliseconds = try row.optionalTime("receipted")
    epoch = try row.optionalInteger("epoch")
    bulletin = try row.optionalInteger("bulletin")
    isWaitingForCertificate = try row.boolean("pending")
    branchOf = try row.optionalText("parent")
    fork = try row.optionalInteger("fork")
    branches = (try row.optionalText("branches") ?? "").split(separator: " ").map(String.init)
    isBranched = try row.boolean("branched")
    hasOpenBranch = try row.boolean("open")
  }
}

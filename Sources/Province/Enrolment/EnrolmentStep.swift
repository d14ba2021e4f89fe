import Evidence
import HTTP

/// The one transaction of an enrolment.
struct EnrolmentStep {
  private let enrolments: Enrolments
  private let request: EnrolmentRequest
  private let connection: Connection
  private let now: Int64

  init(_ enrolments: Enrolments, _ request: EnrolmentRequest, _ connection: Connection) {
    self.enrolments = enrolments
    self.request = request
    self.connection = connection
    now = enrolments.clock.milliseconds()
  }

  func run() throws -> Enrolments.Answer {
    guard let code = OneTimeCode(typed: request.code)?.digest else { throw unknown }
    // Before any row, as everywhere: who changes the roots waits for those who sign.
    try KeyLock.shared(connection)
    let row = try connection.query(
      "SELECT centre, name, expires, stream, replaces FROM enrolment WHERE code = $1 FOR UPDATE",
      [.bytes(code.bytes)]
    ).first
    guard let row else { throw unknown }
    if let centre = request.centre, try row.text("centre") != centre {
      throw try elsewhere(row.text("centre"), not: centre)
    }
    if let used = try row.optionalInteger("stream") {
      return try again(code, used: used, try Stream.lock(request.log, connection))
    }
    guard try row.optionalTime("expires") ?? 0 > now else { throw expired }
    let name = nfc(request.name.isEmpty ? try row.text("name") : request.name)
    let centre = try row.text("centre")
    if let replaces = try row.optionalInteger("replaces") {
      return try replace(code, replaces, centre: centre, name: name)
    }
    let known = try Stream.lock(request.log, connection)
    if let known, known.key != request.key { throw taken }
    return try enrol(code, centre: centre, name: name, known)
  }

  /// The code was made for one log, with which another key may go on by it.
  private func replace(
    _ code: Digest, _ replaces: Int64, centre: String, name: String
  ) throws -> Enrolments.Answer {
    guard let stream = try Stream.find(id: replaces, connection) else { throw unknown }
    guard stream.log == request.log else {
      throw Problem.codeForAnother(stream.log, not: request.log)
    }
    // The kiosk has its key after all, so that there is nothing to replace.
    if stream.key == request.key {
      return try enrol(
        code, centre: centre, name: name, try Stream.lock(request.log, connection))
    }
    let replacement = Replacement(
      withdrawals: enrolments.withdrawals, connection: connection, now: now)
    try replacement.lock(logsOf: stream.key)
    guard let known = try Stream.lock(request.log, connection), known.key == stream.key else {
      throw Problem.replacementBusy
    }
    try replacement.run(known, by: request.key)
    return try enrol(code, centre: centre, name: name, known, isReplaced: true)
  }

  /// The code was used: harmless if by the same kiosk whose answer was lost.
  private func again(
    _ code: Digest, used: Int64, _ known: Stream?
  ) throws -> Enrolments.Answer {
    guard let known, known.id == used, known.key == request.key else { throw spent }
    try refuseRevoked(known)
    let row = try connection.query(
      "SELECT certificate, companion, greeted, code FROM kiosk WHERE stream = $1",
      [.integer(used)]
    ).first
    guard let row, try row.optionalTime("greeted") == nil, try row.bytes("code") == code.bytes
    else { throw spent }
    return try answer(code, row)
  }

  private func enrol(
    _ code: Digest, centre: String, name: String, _ known: Stream?, isReplaced: Bool = false
  ) throws -> Enrolments.Answer {
    if !isReplaced { try refuseRevoked(known) }
    let pair = try certify(centre: centre)
    let id = try known?.id ?? open(centre: centre)
    if known != nil {
      try connection.change(
        "UPDATE stream SET centre = $2 WHERE id = $1", [.integer(id), .text(centre)])
    }
    let token = enrolments.keys.kioskToken(log: request.log, code: code)
    // A kiosk that enrols again keeps the certificate it has until there is a newer one, unless that is
    // for the key that it lost.
    let row = try connection.query(
      """
      INSERT INTO kiosk
        (stream, name, code, token, certificate, companion, mldsa65, requested, enrolled)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      ON CONFLICT (stream) DO UPDATE SET name = $2, code = $3, token = $4,
        certificate = CASE WHEN $5 IS NULL AND NOT $10 THEN kiosk.certificate ELSE $5 END,
        companion = CASE WHEN $5 IS NULL AND NOT $10 THEN kiosk.companion ELSE $6 END,
        mldsa65 = CASE WHEN $7 IS NULL AND NOT $10 THEN kiosk.mldsa65 ELSE $7 END,
        revoked = CASE WHEN $10 THEN NULL ELSE kiosk.revoked END,
        requested = $8, request = NULL, enrolled = $9, greeted = NULL
      RETURNING certificate, companion
      """,
      [
        .integer(id), .text(name), .bytes(code.bytes),
        .bytes(Evidence.sha256(Array(token.utf8)).bytes), .bytes(pair?.certificate),
        .bytes(pair?.companion), .bytes(request.mldsa65?.bytes),
        .time(pair == nil ? now : nil), .time(now), .boolean(isReplaced),
      ]
    ).first
    try connection.change(
      "UPDATE enrolment SET stream = $2, used = $3 WHERE code = $1",
      [.bytes(code.bytes), .integer(id), .time(now)])
    return try answer(code, row)
  }

  /// A code does not bring back a kiosk that was withdrawn, nor does another log under its key.
  private func refuseRevoked(_ stream: Stream?) throws {
    guard try !Notices.isWithdrawn(request.key, connection) else { throw Problem.revoked }
    guard let stream else { return }
    let row = try connection.query(
      "SELECT revoked FROM kiosk WHERE stream = $1", [.integer(stream.id)]
    ).first
    guard try row?.optionalTime("revoked") == nil else { throw Problem.revoked }
  }

  /// Makes the log's row, with an empty tree.
  private func open(centre: String) throws -> Int64 {
    let row = try connection.query(
      "INSERT INTO stream (log, centre, key, range) VALUES ($1, $2, $3, $4) RETURNING id",
      [
        .bytes(request.log.bytes), .text(centre), .bytes(request.key.bytes),
        .bytes(CompactRange().encoded()),
      ]
    ).first
    guard let id = try row?.integer("id") else { throw taken }
    try connection.change("INSERT INTO projection (stream) VALUES ($1)", [.integer(id)])
    return id
  }

  /// Nothing when the root is kept offline: then the kiosk asks for its certificate later.
  private func certify(centre: String) throws -> Certifier.Pair? {
    guard let root = try enrolments.keys.root() else { return nil }
    return try Certifier(root: root).device(
      DeviceName.text(centre: centre, log: request.log), key: request.key,
      mldsa65: request.mldsa65, at: now / 1000, days: Int64(enrolments.settings.certificateDays))
  }

  private func answer(_ code: Digest, _ row: Row?) throws -> Enrolments.Answer {
    let keys = enrolments.keys
    return Enrolments.Answer(
      province: keys.host, vkey: keys.verifier.vkey,
      certificate: try row?.optionalBytes("certificate"),
      companion: try row?.optionalBytes("companion"), roots: try keys.roots().json(),
      token: keys.kioskToken(log: request.log, code: code),
      pullToken: keys.pullToken(log: request.log, code: code))
  }

  private var unknown: Problem {
    Problem(
      403, "code-unknown", title: "The enrolment code is not good",
      detail: "No such code was given out. Check each letter, or ask the province for a new one.")
  }

  private var spent: Problem {
    Problem(
      403, "code-used", title: "The enrolment code is not good",
      detail: "This code has been used. Ask the province for a new one.")
  }

  private var expired: Problem {
    Problem(
      403, "code-expired", title: "The enrolment code is not good",
      detail: "This code has expired. Ask the province for a new one.")
  }

  /// Its certificates and counts would stand under a centre that is not its own.
  private func elsewhere(_ centre: String, not own: String) -> Problem {
    Problem(
      403, "code-centre", title: "The enrolment code is for another centre",
      detail: "The code is for centre \(centre), but the kiosk's configuration says"
        + " \(own.prefix(40)) (centre.code). Correct that, or ask the province for a code for"
        + " this centre.")
  }

  private var taken: Problem {
    Problem(
      409, "log-taken", title: "The log is enrolled with another key",
      detail: "A log keeps its key. When this kiosk was restored from a backup without keys, ask"
        + " the province for a code that was made for that: provinced enrol-code --centre CENTRE"
        + " --replaces \(request.log).")
  }
}

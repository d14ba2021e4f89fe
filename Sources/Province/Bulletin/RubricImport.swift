import Evidence

/// Takes the rubrics and targets of the learning models out of a JSON file, `{"rubrics": [...],
/// "targets": [...]}` in the bulletin's own form: all of it, or nothing.
package struct RubricImport: Sendable {
  /// The longest file, in bytes.
  package static let byteLimit = 1 << 20

  let pool: ConnectionPool

  /// Works on the shared database.
  package init(pool: ConnectionPool) { self.pool = pool }

  /// What was taken.
  package struct Taken: Equatable, Sendable {
    /// Tables; those of the same model, group and year were replaced.
    package let rubrics: Int
    /// Targets; those of the same model and year were replaced.
    package let targets: Int
    /// Points and targets among them that nobody has found in their source.
    package let unconfirmed: Int
  }

  /// Takes a file.
  /// - Parameter isDry: looks and changes nothing.
  /// - Throws: `ImportError` with the place of the flaw, `PostgresError`.
  package func take(_ bytes: [UInt8], isDry: Bool) throws -> Taken {
    let (rubrics, targets) = try RubricImport.read(bytes)
    let open =
      rubrics.flatMap(\.criteria).count { !$0.isConfirmed } + targets.count { !$0.isConfirmed }
    let taken = Taken(rubrics: rubrics.count, targets: targets.count, unconfirmed: open)
    guard !isDry else { return taken }
    try pool.transaction { connection in
      for rubric in rubrics {
        try connection.change(
          """
          INSERT INTO rubric (model, audience, year, document) VALUES ($1, $2, $3, $4)
          ON CONFLICT (model, audience, year) DO UPDATE SET document = excluded.document
          """,
          [
            .text(rubric.model), .text(rubric.group), .integer(rubric.year),
            .text(String(decoding: try rubric.value.canonical(), as: UTF8.self)),
          ])
      }
      for target in targets {
        try connection.change(
          """
          INSERT INTO target (model, year, percent, source, confirmed) VALUES ($1, $2, $3, $4, $5)
          ON CONFLICT (model, year) DO UPDATE SET percent = excluded.percent,
            source = excluded.source, confirmed = excluded.confirmed
          """,
          [
            .text(target.model), .integer(target.year), .integer(target.percent),
            .text(target.source), .boolean(target.isConfirmed),
          ])
      }
      let count = try RubricImport.rubrics(connection).count
      guard count <= BulletinContent.Limit.rubrics else {
        throw ImportError(
          "There would be \(count) rubrics; a bulletin holds \(BulletinContent.Limit.rubrics).")
      }
    }
    return taken
  }

  static func rubrics(_ connection: Connection) throws -> [BulletinRubric] {
    try connection.query(
      """
      SELECT document FROM rubric ORDER BY model COLLATE "C", audience COLLATE "C", year
      """
    ).map { row in
      try BulletinRubric(
        CanonicalValue(canonical: Array(try row.text("document").utf8)), "rubric")
    }
  }

  static func targets(_ connection: Connection) throws -> [BulletinTarget] {
    try connection.query(
      #"SELECT model, year, percent, source, confirmed FROM target ORDER BY model COLLATE "C", year"#
    ).map { row in
      BulletinTarget(
        model: try row.text("model"), year: try row.integer("year"),
        percent: try row.integer("percent"), source: try row.text("source"),
        isConfirmed: try row.boolean("confirmed"))
    }
  }

  private static func read(
    _ bytes: [UInt8]
  ) throws -> (rubrics: [BulletinRubric], targets: [BulletinTarget]) {
    guard bytes.count <= byteLimit else {
      throw ImportError("The file is longer than 1 MiB.")
    }
    let plain = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    let value: CanonicalValue
    do {
      value = try CanonicalValue(json: plain)
    } catch {
      let line = error.offset.map { plain.prefix($0).count { $0 == 0x0A } + 1 }
      throw ImportError(line: line, "This is not JSON: \(error.message)")
    }
    guard let members = value.object, Set(members.keys).isSubset(of: ["rubrics", "targets"]),
      !members.isEmpty
    else {
      throw ImportError(
        "The file must be an object with the members rubrics and targets, of which one may be "
          + "left out.")
    }
    let rubrics = try items(members["rubrics"], "rubrics", BulletinRubric.init) {
      "\($0.model) \($0.group) \($0.year)"
    }
    let targets = try items(members["targets"], "targets", BulletinTarget.init) {
      "\($0.model) \($0.year)"
    }
    return (rubrics, targets)
  }

  private static func items<Item>(
    _ value: CanonicalValue?, _ name: String,
    _ read: (CanonicalValue, String) throws(TrustError) -> Item, key: (Item) -> String
  ) throws(ImportError) -> [Item] {
    guard let value else { return [] }
    guard let list = value.list else { throw ImportError("The member \(name) must be a list.") }
    var items: [Item] = []
    var seen: Set<String> = []
    for (index, value) in list.enumerated() {
      do {
        let item = try read(value, "\(name):\(index)")
        guard seen.insert(key(item)).inserted else {
          throw ImportError("\(name)[\(index)] stands twice in the file: \(key(item)).")
        }
        items.append(item)
      } catch let error as TrustError {
        let place = error.detail.split(separator: ":").dropFirst(2).joined(separator: ".")
        throw ImportError(
          "\(name)[\(index)]\(place.isEmpty ? "" : ".\(place)") is missing, unknown, too long or of "
            + "the wrong kind. See kiosk-config/rubrics.json for the form.")
      } catch let error as ImportError {
        throw error
      } catch {
        throw ImportError("\(name)[\(index)] cannot be read: \(error)")
      }
    }
    return items
  }
}

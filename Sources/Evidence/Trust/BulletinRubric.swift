/// A table by which one learning model is recognised, as data: decisions change, programs stay.
package struct BulletinRubric: Equatable, Sendable {
  /// One line of the table.
  package struct Criterion: Equatable, Sendable {
    /// Its mark in the decision, e.g. `A1`.
    package let id: String
    /// What it asks for.
    package let title: String
    /// The most points.
    package let points: Int64
    /// What the records offer as evidence, as stable words such as `attendance`; never scored by itself.
    package let evidence: [String]
    /// Whether the points stand in a source that somebody has seen; where not, whoever shows them says so.
    package let isConfirmed: Bool

    /// A line of known parts.
    package init(
      id: String, title: String, points: Int64, evidence: [String] = [], isConfirmed: Bool = true
    ) {
      self.id = id
      self.title = nfc(title)
      self.points = points
      self.evidence = evidence
      self.isConfirmed = isConfirmed
    }

    init(_ value: CanonicalValue, _ place: String) throws(TrustError) {
      let fields = try BulletinFields(
        value, at: place, allowed: ["id", "title", "points", "evidence", "confirmed"])
      id = try fields.text("id", in: 1...16)
      title = try fields.text("title", in: 1...400)
      points = try fields.integer("points", in: 0...1_000)
      evidence = try fields.words("evidence", upTo: 10)
      isConfirmed = try fields.flag("confirmed", orElse: true)
    }

    var value: CanonicalValue {
      var members: [String: CanonicalValue] = [
        "id": .text(id), "title": .text(title), "points": .integer(points),
        "evidence": .list(evidence.map { .text($0) }),
      ]
      if !isConfirmed { members["confirmed"] = .boolean(false) }
      return .object(members)
    }
  }

  /// Which model, as a stable word: citizen, family, clan, community, unit, commune, province.
  package let model: String
  /// For whom the table is, as a stable word, e.g. `commune`; empty where there is one table only.
  package let group: String
  /// The first year in which it holds.
  package let year: Int64
  /// Its title.
  package let title: String
  /// The decision it stands in.
  package let decision: String
  /// The least sum that passes; nil where the decision has another rule.
  package let passTotal: Int64?
  /// The least points of each criterion that pass; nil for no such rule.
  package let passEach: Int64?
  /// The lines.
  package let criteria: [Criterion]

  /// A table of known parts.
  package init(
    model: String, group: String = "", year: Int64, title: String, decision: String,
    passTotal: Int64? = nil, passEach: Int64? = nil, criteria: [Criterion]
  ) {
    self.model = model
    self.group = group
    self.year = year
    self.title = nfc(title)
    self.decision = nfc(decision)
    self.passTotal = passTotal
    self.passEach = passEach
    self.criteria = criteria
  }

  /// Reads one table; `place` leads the names of flaws.
  package init(_ value: CanonicalValue, _ place: String) throws(TrustError) {
    let fields = try BulletinFields(
      value, at: place,
      allowed: [
        "model", "group", "year", "title", "decision", "passTotal", "passEach", "criteria",
      ])
    model = try fields.word("model")
    group = fields["group"]?.text == "" ? "" : try fields.word("group")
    year = try fields.integer("year", in: 2000...9999)
    title = try fields.text("title", in: 1...200)
    decision = try fields.text("decision", in: 1...200)
    passTotal = try fields.optionalInteger("passTotal", in: 0...100_000)
    passEach = try fields.optionalInteger("passEach", in: 0...1_000)
    criteria = try fields.list(
      "criteria", upTo: BulletinContent.Limit.criteria, Criterion.init)
    guard !criteria.isEmpty else { throw fields.wrong("criteria") }
    guard Set(criteria.map(\.id)).count == criteria.count else { throw fields.wrong("criteria:id") }
    guard passTotal ?? 0 <= criteria.reduce(0, { $0 + $1.points }) else {
      throw fields.wrong("passTotal")
    }
  }

  /// The table as the bulletin writes it.
  package var value: CanonicalValue {
    var members: [String: CanonicalValue] = [
      "model": .text(model), "group": .text(group), "year": .integer(year), "title": .text(title),
      "decision": .text(decision), "criteria": .list(criteria.map(\.value)),
    ]
    members["passTotal"] = passTotal.map { .integer($0) }
    members["passEach"] = passEach.map { .integer($0) }
    return .object(members)
  }
}

/// What a province wants to reach of something by the end of a year.
package struct BulletinTarget: Equatable, Sendable {
  /// Of what, as a stable word: a model, or another figure such as `adults`.
  package let model: String
  /// By the end of this year.
  package let year: Int64
  /// So many of a hundred.
  package let percent: Int64
  /// The decision that says so.
  package let source: String
  /// Whether somebody has seen the figure there; where not, whoever shows it says so.
  package let isConfirmed: Bool

  /// A target of known parts.
  package init(
    model: String, year: Int64, percent: Int64, source: String, isConfirmed: Bool = true
  ) {
    self.model = model
    self.year = year
    self.percent = percent
    self.source = nfc(source)
    self.isConfirmed = isConfirmed
  }

  /// Reads one target; `place` leads the names of flaws.
  package init(_ value: CanonicalValue, _ place: String) throws(TrustError) {
    let fields = try BulletinFields(
      value, at: place, allowed: ["model", "year", "percent", "source", "confirmed"])
    model = try fields.word("model")
    year = try fields.integer("year", in: 2000...9999)
    percent = try fields.integer("percent", in: 0...100)
    source = try fields.text("source", in: 1...200)
    isConfirmed = try fields.flag("confirmed", orElse: true)
  }

  /// The target as the bulletin writes it.
  package var value: CanonicalValue {
    var members: [String: CanonicalValue] = [
      "model": .text(model), "year": .integer(year), "percent": .integer(percent),
      "source": .text(source),
    ]
    if !isConfirmed { members["confirmed"] = .boolean(false) }
    return .object(members)
  }
}

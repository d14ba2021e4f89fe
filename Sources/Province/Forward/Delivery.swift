import Evidence

/// Brings one batch into the store, each statement once.
///
/// Where it is in doubt what the store has, it asks for each id first and sends only those that are
/// missing; a batch that is refused is halved until the one statement to blame stands alone.
struct Delivery {
  /// What became of a statement.
  enum Fate: Equatable {
    /// The store has it.
    case stored
    /// The store refuses it, for this reason; the others go on without it.
    case aside(String)
  }

  private let store: RecordStore
  /// What became of each statement so far.
  private(set) var fates: [UUIDv8: Fate] = [:]
  /// Whether the store may have statements of this batch.
  private(set) var isDoubtful: Bool

  /// `isDoubtful` when an earlier attempt may have brought some of them.
  init(_ store: RecordStore, isDoubtful: Bool) {
    self.store = store
    self.isDoubtful = isDoubtful
  }

  /// Brings them all, or throws why it cannot be done now.
  mutating func deliver(_ statements: [Statement]) throws(StoreFailure) {
    do throws(StoreFailure) {
      let missing = isDoubtful ? try look(for: statements, isVoid: false) : statements
      try post(missing)
    } catch {
      isDoubtful = isDoubtful || error.isDoubtful
      throw error
    }
  }

  private mutating func post(_ statements: [Statement]) throws(StoreFailure) {
    guard !statements.isEmpty else { return }
    switch try store.post(statements) {
    case .accepted(let ids):
      isDoubtful = true
      let unnamed = statements.filter { !ids.contains("\($0.id)") }
      for statement in statements where ids.contains("\(statement.id)") {
        fates[statement.id] = .stored
      }
      guard try look(for: unnamed, isVoid: true).isEmpty else {
        throw StoreFailure("The learning record store said yes, but does not have the statements.")
      }
    case .conflict:
      let missing = try look(for: statements, isVoid: true)
      if missing.count < statements.count {
        try post(missing)
      } else {
        try halve(missing, "409 the store has something else under this id, but does not show it")
      }
    case .refused(let reason): try halve(statements, reason)
    }
  }

  private mutating func halve(_ statements: [Statement], _ reason: String) throws(StoreFailure) {
    if statements.count == 1 {
      fates[statements[0].id] = .aside(reason)
      return
    }
    let middle = statements.count / 2
    try post(Array(statements[..<middle]))
    try post(Array(statements[middle...]))
  }

  /// Asks for each id; gives back those that the store does not have. `isVoid` asks also for those
  /// that were made void meanwhile.
  private mutating func look(
    for statements: [Statement], isVoid: Bool
  ) throws(StoreFailure) -> [Statement] {
    var missing: [Statement] = []
    for statement in statements {
      var found = try store.find(statement.id, isVoid: false)
      if found == nil, isVoid { found = try store.find(statement.id, isVoid: true) }
      switch found {
      case nil: missing.append(statement)
      case statement.core: fates[statement.id] = .stored
      default: fates[statement.id] = .aside("409 the store has another statement under this id")
      }
    }
    return missing
  }
}

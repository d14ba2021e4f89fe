/// Follows a log from its first line to its last and says what is wrong first.
///
/// It knows nothing of where lines are kept. Whoever reads them feeds them in order, each with the place
/// where it stands and, where there is one, the check value kept beside it; then the edges that are kept
/// of the tree, each when the tree has reached its size. Memory does not grow with the log.
///
/// What is believed, from the weakest: check values and edges, which whoever writes to the file can
/// write too, and signed roots, which only the holders of the keys can make. So a line that does not fit
/// its own check value is named at once; one that was changed together with it is narrowed down to the
/// stretch between two edges; and where those were made anew as well, to the stretch between two
/// signatures.
package struct LogAudit: Sendable {
  /// A line as it is kept.
  package struct Entry: Sendable {
    /// The place where it stands.
    package let place: Int64
    /// Its bytes, without line feed.
    package let line: [UInt8]
    /// The check value beside it, where one is kept.
    package let check: Int64?

    /// A line to look at.
    package init(place: Int64, line: [UInt8], check: Int64? = nil) {
      self.place = place
      self.line = line
      self.check = check
    }
  }

  /// A root that somebody signed for.
  package struct Anchor: Equatable, Sendable {
    /// How many events it covers.
    package let size: Int64
    /// The root over them.
    package let root: Digest
    /// What it is, for whoever reads the report: `receipt`, `checkpoint`, `epoch 1`.
    package let name: String

    /// A signed root.
    package init(size: Int64, root: Digest, name: String) {
      self.size = size
      self.root = root
      self.name = name
    }
  }

  /// The tree over all lines taken so far.
  package private(set) var tree: CompactRange
  /// The first thing that was wrong with a line; nothing is taken after it.
  package private(set) var finding: LogFinding?

  private let anchors: [Anchor]
  private var anchorsMet = 0
  private var signedGood: Int64 = 0
  private var signedBad: Anchor?
  private var edgeGood: Int64 = 0
  private var edgeBad: (good: Int64, bad: Int64)?
  private var isEdgeGoodAgain = false
  private var previous: EventGlance?
  private var previousLeaf: Digest?

  /// An audit that begins where `tree` ends, by default at the first event.
  package init(from tree: CompactRange = CompactRange(), anchors: [Anchor] = []) {
    self.tree = tree
    self.anchors = anchors.filter { $0.size > 0 }.sorted { $0.size < $1.size }
    edgeGood = tree.size
    signedGood = tree.size
  }

  /// Takes the next line.
  /// - Parameter peek: gives the line that follows; asked only when this one is wrong.
  /// - Returns: what the line says, or nil once something was found.
  package mutating func take(
    _ entry: Entry, peek: () throws -> Entry? = { nil }
  ) rethrows -> EventGlance? {
    guard finding == nil else { return nil }
    let expected = tree.size
    guard entry.place == expected else {
      finding =
        entry.place > expected
        ? LogFinding(.missing, at: expected, to: entry.place - 1)
        : LogFinding(.added, at: entry.place)
      return nil
    }
    guard let glance = try? EventGlance(line: entry.line) else {
      finding = LogFinding(.damaged, at: expected)
      return nil
    }
    let leaf = Merkle.leafHash(entry.line)
    guard glance.seq == expected else {
      finding = misplaced(glance, leaf, next: try peek())
      return nil
    }
    guard entry.check == nil || entry.check == leaf.check else {
      finding = LogFinding(isRedated(glance, next: try peek()) ? .redated : .changed, at: expected)
      return nil
    }
    tree.append(leaf)
    previous = glance
    previousLeaf = leaf
    meetAnchors()
    return glance
  }

  /// Takes in whether an edge or root that is kept of the tree's present size is the tree's own. It is no
  /// signature: whoever changes lines may change it as well.
  package mutating func meet(edgeIsRight isRight: Bool) {
    guard finding == nil else { return }
    if isRight {
      if edgeBad == nil { edgeGood = tree.size } else { isEdgeGoodAgain = true }
    } else if edgeBad == nil {
      edgeBad = (edgeGood, tree.size)
    } else {
      isEdgeGoodAgain = false
    }
  }

  /// What is wrong with the log, once every line was taken; nil if nothing is.
  package func verdict() -> LogFinding? {
    if let finding { return finding }
    if let signedBad { return rewritten(before: signedBad) }
    if let short = anchors.last, short.size > tree.size {
      return LogFinding(
        .missing, at: tree.size, to: short.size - 1, "\(short.name) covers \(short.size)")
    }
    guard let edgeBad else { return nil }
    let isSigned = signedGood >= edgeBad.bad
    guard !isEdgeGoodAgain, !isSigned else { return LogFinding(.edge, at: edgeBad.bad) }
    return LogFinding(
      .rewritten, at: max(edgeBad.good, signedGood), to: edgeBad.bad - 1,
      "the tree's edge at \(edgeBad.bad) says otherwise")
  }

  private mutating func meetAnchors() {
    while anchorsMet < anchors.count, anchors[anchorsMet].size <= tree.size {
      let anchor = anchors[anchorsMet]
      anchorsMet += 1
      guard anchor.size == tree.size, signedBad == nil else { continue }
      if anchor.root == tree.root { signedGood = tree.size } else { signedBad = anchor }
    }
  }

  /// The smallest range that the evidence allows, when a signed root is not the lines' own.
  private func rewritten(before anchor: Anchor) -> LogFinding {
    var first = signedGood
    var last = anchor.size - 1
    if let edgeBad, edgeBad.bad <= anchor.size, edgeBad.bad > first {
      first = max(first, edgeBad.good)
      last = edgeBad.bad - 1
    }
    return LogFinding(
      .rewritten, at: first, to: last, "\(anchor.name) over \(anchor.size) says otherwise")
  }

  /// The event of another position stands here: one was removed, one was put in, or they were exchanged.
  private func misplaced(_ glance: EventGlance, _ leaf: Digest, next: Entry?) -> LogFinding {
    let expected = tree.size
    let detail = "the event of \(glance.seq) stands here"
    let following = next.flatMap { try? EventGlance(line: $0.line) }?.seq
    if glance.seq > expected, following == nil || following == glance.seq + 1 {
      return LogFinding(.missing, at: expected, to: glance.seq - 1, detail)
    }
    guard glance.seq < expected, following == expected else {
      return LogFinding(.reordered, at: expected, detail)
    }
    // Two lines claim one place: this one is a copy, or the one before it was put in.
    let isCopy = glance.seq < expected - 1 || leaf == previousLeaf
    return LogFinding(.added, at: isCopy ? expected : glance.seq, isCopy ? detail : "")
  }

  /// Whether the time of a line that does not fit its check value disagrees with its neighbours'.
  private func isRedated(_ glance: EventGlance, next: Entry?) -> Bool {
    let following = next.flatMap { try? EventGlance(line: $0.line) }
    let neighbours = [previous, following].compactMap { $0 }.filter { $0.boot == glance.boot }
    guard let own = glance.bootMoment else { return false }
    let moments = neighbours.compactMap(\.bootMoment)
    return !moments.isEmpty && moments.allSatisfy { abs($0 - own) > 1000 }
  }
}

import Evidence
import HTTP

/// Finds where a branch that was announced by stick parts from its parent. The kiosk could ask nobody: it
/// names a place that is certainly common, and its batches beside the announcement go on from there. They
/// are compared with the parent's events, so that nothing that both hold is stored twice.
struct CarriedBranch {
  let request: BranchRequest
  /// The new log's batches, the first first; read one at a time.
  let batches: [() throws -> Batch]

  /// The largest size at which both trees are the same; in the branch's transaction, the parent locked.
  /// - Throws: `Problem` 409 when the batches end before it.
  func fork(from parent: Stream, origin: String, _ connection: Connection) throws -> Int64 {
    let verifier = try NoteVerifier(name: origin, kind: .ed25519, key: parent.key)
    var tree = try parent.range(at: request.fork, connection)
    for read in batches where tree.size < parent.next {
      guard let batch = try? read(), batch.log == request.log,
        let next = Self.lines(of: batch, after: tree, signedBy: verifier)
      else { continue }
      let held = try parent.lines(
        from: tree.size, to: min(batch.end, parent.next), connection)
      let common = zip(held, next).prefix { $0 == $1 }.count
      for line in next.prefix(common) { tree.append(Merkle.leafHash(line)) }
      // Whichever of the two ends, or goes on otherwise, ends what is common.
      if common < min(held.count, next.count) { return tree.size }
    }
    guard tree.size == parent.next else { throw Problem.branchFiles(request.log, from: tree.size) }
    return tree.size
  }

  /// The lines of a batch that follow a tree, when the kiosk has signed for both together.
  private static func lines(
    of batch: Batch, after tree: CompactRange, signedBy verifier: NoteVerifier
  ) -> ArraySlice<[UInt8]>? {
    guard batch.start <= tree.size, tree.size < batch.end,
      let (note, checkpoint) = try? batch.readCheckpoint(), note.isSigned(by: verifier),
      checkpoint.origin == verifier.name, checkpoint.size == batch.end
    else { return nil }
    let lines = batch.lines.dropFirst(Int(tree.size - batch.start))
    var whole = tree
    for line in lines { whole.append(Merkle.leafHash(line)) }
    return whole.size == batch.end && whole.root == checkpoint.root ? lines : nil
  }
}

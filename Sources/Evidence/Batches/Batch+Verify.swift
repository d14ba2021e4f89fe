extension Batch {
  /// Checks that the batch continues the tree `range`, that its checkpoint covers exactly its end, and
  /// that `key` signed it.
  ///
  /// A tree that already covers a part of the batch is allowed, even all of it (a repeat): the lines
  /// it covers are skipped, and the root then tells whether the rest fits. A tree that has seen other
  /// lines for the skipped part gives `root`, which is a fork.
  /// - Parameter key: the log's own key, named by the log's origin.
  /// - Returns: the tree at `end`.
  /// - Throws: `BatchError` with `range`, `checkpoint`, `log`, `signature` or `root`, in that order.
  package func verify(
    extending range: CompactRange, origin: String, key: NoteVerifier
  ) throws(BatchError) -> CompactRange {
    guard start <= range.size, range.size <= end else {
      throw BatchError(.range, "The batch does not continue the log at \(range.size).")
    }
    let (note, checkpoint) = try readCheckpoint()
    guard checkpoint.origin == origin, origin.hasSuffix("/log/\(log.hex)") else {
      throw BatchError(.log, "The checkpoint belongs to another log.")
    }
    guard checkpoint.size == end else {
      throw BatchError(.checkpoint, "The checkpoint covers \(checkpoint.size), not \(end).")
    }
    guard key.kind == .ed25519, note.isSigned(by: key) else {
      throw BatchError(.signature, "The checkpoint is not signed by the log's key.")
    }
    var tree = range
    for line in lines[Int(range.size - start)...] { tree.append(Merkle.leafHash(line)) }
    guard tree.root == checkpoint.root else {
      throw BatchError(.root, "The lines do not hash to the checkpoint's root.")
    }
    return tree
  }

  /// The note and the checkpoint in it, read but not verified.
  package func readCheckpoint() throws(BatchError) -> (note: SignedNote, checkpoint: Checkpoint) {
    do {
      let note = try SignedNote(text: checkpointNote)
      return (note, try Checkpoint(body: note.body))
    } catch {
      throw BatchError(.checkpoint, "The checkpoint cannot be read: \(error.message)")
    }
  }
}

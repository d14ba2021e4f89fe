import Evidence
import Store

/// Takes off a stick, before it is written again, what the kiosk has forgotten since: values of persons
/// who were erased, and drafts that hold such values.
///
/// A file may bear an earlier name of the log (`Store.epochs`), and a file of any of these names may come
/// from another history: that of a copied card, or the one before a restore. Its values beyond what
/// both have in common are known to nobody else, perhaps; they are left as they are, and the province
/// declines those of whoever was erased. So each value is judged by itself: by the digest in this log's event
/// at its position, which no other value has.
struct StickForgetting {
  private let export: LogExport
  /// How long each log of this kiosk is, here, by its names.
  private let sizes: [LogID: Int64]

  /// - Throws: `StoreError`.
  init(export: LogExport) throws {
    self.export = export
    let store = export.log.store
    let earlier = try store.epochs().map { ($0.log, $0.size) }
    sizes = Dictionary(earlier + [(store.log, try store.logSize())], uniquingKeysWith: max)
  }

  /// Removes drafts of this kiosk's files that a power cut or a pulled stick left in the folder, whatever
  /// process wrote them: the number that a draft bears is that of a process of another start, perhaps of
  /// another that runs now. Should a second export be writing there this very moment, it ends with an error
  /// and is begun again.
  /// - Throws: `FileError` when one cannot be removed.
  func removeDrafts(in folder: String) throws(FileError) {
    let drafts = Files.names(in: folder).filter { Files.target(ofDraft: $0).map(isOwn) ?? false }
    guard !drafts.isEmpty else { return }
    for name in drafts { try Files.removeFile("\(folder)/\(name)") }
    try Files.syncDirectory(of: "\(folder)/\(drafts[0])")
  }

  private func isOwn(_ name: String) -> Bool {
    (CarriedName(name)?.log ?? CarriedName.log(ofBranch: name)).map { sizes[$0] != nil } ?? false
  }

  /// Writes anew those files of personal values that hold what has been erased since. A file whose name
  /// speaks of more than a batch holds is none of ours.
  /// - Throws: `FileError`, `StoreError`.
  func refresh(_ folder: String) throws -> [LogExport.Written] {
    try Files.names(in: folder).sorted().compactMap { text in
      guard let name = CarriedName(text), name.isPersonal, let size = sizes[name.log],
        // No export of ours is longer; a stranger's name must not make us read the whole log at once.
        name.end - name.start <= Int64(BatchLimits.standard.maxEvents),
        let bytes = try shrunk("\(folder)/\(text)", name, size: size)
      else { return nil }
      return try export.put(bytes, text, folder)
    }
  }

  /// What shall stand in the place of a file; nil when it may stay.
  private func shrunk(_ path: String, _ name: CarriedName, size: Int64) throws -> [UInt8]? {
    let limits = BatchLimits.standard
    guard let bytes = try? Files.readForeign(path, mostBytes: limits.maxInflatedBytes),
      let document = try? PersonalDocument(gzip: bytes, limits: limits)
    else {
      // No province can read it, but perhaps somebody who looks for names.
      return name.end <= size ? try export.personal(of: name) : nil
    }
    let left = try document.values.filter(stays(in: name))
    guard left.count < document.values.count else { return nil }
    return try PersonalDocument(values: left).encoded()
  }

  /// Whether a value may stay in a file: it would be written there today, or is another history's.
  private func stays(in name: CarriedName) throws -> (PersonalValue) throws -> Bool {
    let log = export.log
    let lines = try log.store.lines(from: name.start, to: name.end)
    let kept = try log.personal(
      from: name.start, to: name.end, kinds: export.settings.personalKinds)
    let present = Dictionary(grouping: kept.values, by: \.seq)
    return { value in
      let index = value.seq - name.start
      guard lines.indices.contains(Int(index)),
        value.matches(try Event(line: lines[Int(index)]))
      else { return true }
      return present[value.seq]?.contains(value) ?? false
    }
  }
}

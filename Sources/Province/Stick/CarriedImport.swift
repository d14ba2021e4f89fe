import Evidence
import Foundation
import HTTP

/// Takes in the files that kiosks have written to sticks: any number, from any kiosks, in any order. All
/// ends where push and pull end; what is repeated is harmless, and what is damaged stops nothing else.
package struct CarriedImport: Sendable {
  let access: Access
  let collector: Collector
  let personal: PersonalCollector
  let branches: Branches
  let bundles: Bundles
  let bulletins: Bulletins

  /// What became of everything.
  package struct Report: Sendable {
    /// One line a file, in the order in which they were taken.
    package fileprivate(set) var files: [(path: String, saying: Saying, isGood: Bool)] = []
    /// What is missing, one sentence a log.
    package fileprivate(set) var gaps: [Saying] = []
    /// The files written for the kiosks.
    package fileprivate(set) var written: [String] = []
    /// New events.
    package fileprivate(set) var stored: Int64 = 0

    /// Whether everything was taken and nothing is missing.
    package var isComplete: Bool { gaps.isEmpty && files.allSatisfy(\.isGood) }
  }

  /// Takes the files and those in the folders, and writes for every log that was seen its receipt, beside
  /// the files and into `receipts`, which is made where it is missing; the list of withdrawn certificates
  /// and the bulletin go with them.
  /// - Throws: `PostgresError`; everything else is told in the report.
  package func run(_ paths: [String], receipts: String?) throws -> Report {
    if let receipts {
      try FileManager.default.createDirectory(atPath: receipts, withIntermediateDirectories: true)
    }
    let search = CarriedSearch(paths, limits: collector.limits)
    var report = Report()
    report.files = search.refused.map { ($0.path, $0.saying, false) }
    var gaps: [LogID: Range<Int64>] = [:]
    // First what came under older names: the more of it is here, the more a branch has in common with it.
    let announced = announcements(search.branches, &report)
    let isNew = { (file: CarriedFile) in announced.contains { $0.request.log == file.name.log } }
    try take(search.files.filter { !isNew($0) }, &gaps, &report)
    let answers = try announced.compactMap {
      try take($0, beside: search.files, &report)
    }
    // What is common is here: a batch of nothing else would be given no receipt of its own.
    let isCommon = { (file: CarriedFile) in
      !file.name.isPersonal
        && answers.contains { $0.log == file.name.log && file.name.end <= $0.common }
    }
    try take(search.files.filter { isNew($0) && !isCommon($0) }, &gaps, &report)
    report.files += search.files.filter(isCommon).map { ($0.path, Saying(.importKnown), true) }
    report.gaps = gaps.sorted { $0.key.hex < $1.key.hex }.map(Self.sentence)
    try answer(search.files, receipts, &report)
    for answer in answers { write(answer, also: receipts, &report) }
    return report
  }

  private func take(
    _ files: [CarriedFile], _ gaps: inout [LogID: Range<Int64>], _ report: inout Report
  ) throws {
    for file in files {
      do {
        let saying = try take(file, &report)
        report.files.append((file.path, saying, true))
      } catch let problem as Problem {
        if problem.code == "gap", let next = try next(file.name.log), !file.name.isPersonal {
          gaps[file.name.log] = gaps[file.name.log] ?? next..<max(next, file.name.start)
        }
        report.files.append((file.path, Saying(refused: problem, log: file.name.log), false))
      } catch let error as RootDocumentError {
        report.files.append((file.path, Saying(refused: error), false))
      }
    }
  }

  private func take(_ file: CarriedFile, _ report: inout Report) throws -> Saying {
    try access.check(carriedFrom: file.name.log)
    let bytes = try PlainFile.read(file.path)
    let range = try SeqRange("\(file.name.start)-\(file.name.end)")
    guard !file.name.isPersonal else {
      let outcome = try personal.accept(bytes, log: file.name.log, range: range)
      return Saying(
        .importPersonal, ["kept": outcome.kept, "declined": outcome.declined])
    }
    let accepted = try collector.accept(bytes, log: file.name.log, range: range)
    report.stored += accepted.stored
    return accepted.stored == 0
      ? Saying(.importKnown) : Saying(.importStored, ["count": accepted.stored])
  }

  private func next(_ log: LogID) throws -> Int64? {
    try collector.pool.withConnection { try Stream.find(log, $0)?.next }
  }

  private static func sentence(_ log: LogID, _ range: Range<Int64>) -> Saying {
    let name = CarriedName(log: log, start: range.lowerBound, end: range.upperBound)
    return Saying(
      .importGap,
      [
        "log": log, "first": range.lowerBound, "last": range.upperBound - 1, "file": name.text,
      ])
  }

  // MARK: Branches

  /// A file in which a kiosk says that its log goes on under another name.
  private struct Announcement {
    let path: String
    let request: BranchRequest
  }

  /// What the kiosk shall get back: a file with its new tokens.
  private struct Answer {
    let folder: String
    let log: LogID
    let bytes: [UInt8]
    /// How many events are the parent's.
    let common: Int64
  }

  private func announcements(_ paths: [String], _ report: inout Report) -> [Announcement] {
    paths.compactMap { path in
      do {
        let bytes = try PlainFile.read(path, limit: BranchRequest.byteLimit)
        return Announcement(path: path, request: try BranchRequest(json: bytes))
      } catch {
        report.files.append((path, Saying(refused: error), false))
        return nil
      }
    }
  }

  private func take(
    _ announcement: Announcement, beside files: [CarriedFile], _ report: inout Report
  ) throws -> Answer? {
    let request = announcement.request
    let limits = collector.limits
    let own = files.filter { $0.name.log == request.log && !$0.name.isPersonal }
    do {
      try access.check(carriedFrom: request.previous)
      let (bytes, common) = try branches.take(
        CarriedBranch(
          request: request,
          batches: own.map { file in { try Batch(gzip: PlainFile.read(file.path), limits: limits) }
          }
        ))
      let saying = Saying(.importBranch, ["log": request.previous, "count": common])
      report.files.append((announcement.path, saying, true))
      return Answer(
        folder: CarriedFile.folder(of: announcement.path), log: request.log, bytes: bytes,
        common: common)
    } catch let problem as Problem {
      report.files.append(
        (announcement.path, Saying(refused: problem, log: request.previous), false))
      return nil
    }
  }

  /// The file holds tokens: nobody else on this machine shall read it.
  private func write(_ answer: Answer, also folder: String?, _ report: inout Report) {
    for place in Set([answer.folder] + (folder.map { [$0] } ?? [])).sorted() {
      let path = "\(place)/\(CarriedName.branchAnswer(to: answer.log))"
      do {
        try SecretFile(path).replace(answer.bytes)
        report.written.append(path)
      } catch {
        report.files.append((path, Saying(refused: error), false))
      }
    }
  }

  // MARK: Answers

  private func answer(
    _ files: [CarriedFile], _ folder: String?, _ report: inout Report
  ) throws {
    let others = [
      (TrustBundle.fileName, try bundles.current()?.bytes),
      (Bulletin.fileName, try bulletins.current()?.bytes),
    ]
    let logs = Dictionary(grouping: files, by: \.name.log)
    for (log, own) in logs.sorted(by: { $0.key.hex < $1.key.hex }) {
      guard let receipt = try collector.receipt(log: log) else { continue }
      for place in Set(own.map(\.folder) + (folder.map { [$0] } ?? [])).sorted() {
        write(Array(receipt.utf8), "\(place)/\(CarriedName.receipt(of: log))", &report)
      }
    }
    for place in Set(files.map(\.folder)).sorted() {
      for case (let name, let bytes?) in others { write(bytes, "\(place)/\(name)", &report) }
    }
  }

  private func write(_ bytes: [UInt8], _ path: String, _ report: inout Report) {
    do {
      try PlainFile.write(bytes, to: path)
      report.written.append(path)
    } catch {
      report.files.append((path, Saying(refused: error), false))
    }
  }
}

import Evidence
import Foundation
import HTTP

/// Takes in the files that kiosks have written to sticks: any number, from any kiosks, in any order. All
/// ends where push and pull end; what is repeated is harmless, and what is damaged stops nothing else.
package struct CarriedImport: Sendable {
  let access: Access
  let collector: Collector
  let personal: PersonalCollector
  let bundles: Bundles
  let bulletins: Bulletins

  /// What became of everything.
  package struct Report: Sendable {
    /// One line a file, in the order in which they were taken.
    package fileprivate(set) var files: [(path: String, words: String, isGood: Bool)] = []
    /// What is missing, one sentence a log.
    package fileprivate(set) var gaps: [String] = []
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
    report.files = search.refused.map { ($0.path, $0.reason, false) }
    var gaps: [LogID: Range<Int64>] = [:]
    for file in search.files {
      do {
        let words = try take(file, &report)
        report.files.append((file.path, words, true))
      } catch let problem as Problem {
        if problem.code == "gap", let next = try next(file.name.log), !file.name.isPersonal {
          gaps[file.name.log] = gaps[file.name.log] ?? next..<max(next, file.name.start)
        }
        report.files.append((file.path, "\(problem.title). \(problem.detail)", false))
      } catch let error as RootDocumentError {
        report.files.append((file.path, error.message, false))
      }
    }
    report.gaps = gaps.sorted { $0.key.hex < $1.key.hex }.map(Self.sentence)
    try answer(search.files, receipts, &report)
    return report
  }

  private func take(_ file: CarriedFile, _ report: inout Report) throws -> String {
    try access.check(carriedFrom: file.name.log)
    let bytes = try PlainFile.read(file.path)
    let range = try SeqRange("\(file.name.start)-\(file.name.end)")
    guard !file.name.isPersonal else {
      let outcome = try personal.accept(bytes, log: file.name.log, range: range)
      return "\(outcome.kept) personal values kept, \(outcome.declined) declined"
    }
    let accepted = try collector.accept(bytes, log: file.name.log, range: range)
    report.stored += accepted.stored
    return accepted.stored == 0 ? "known already" : "\(accepted.stored) new events"
  }

  private func next(_ log: LogID) throws -> Int64? {
    try collector.pool.withConnection { try Stream.find(log, $0)?.next }
  }

  private static func sentence(_ log: LogID, _ range: Range<Int64>) -> String {
    let name = CarriedName(log: log, start: range.lowerBound, end: range.upperBound)
    return "\(log): events \(range.lowerBound) to \(range.upperBound - 1) are missing; the file "
      + "\(name.text), or files that hold them, was not among these. kioskd export writes it again."
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
      report.files.append((path, "\(error)", false))
    }
  }
}

import Centre
import Foundation
import Paper
import Synchronization
import Testing

@testable import Kiosk
@testable import Store

@Suite struct PrintWorkerTests {
  /// A worker whose printer has each paper out at once.
  private static func worker(
    _ bed: Bed, submit: @escaping @Sendable (String, String) throws -> String
  ) -> PrintWorker {
    PrintWorker(
      desk: bed.desk, logger: Bed.quiet,
      line: PrintLine { file, title in PrintLine.Receipt(try submit(file, title)) })
  }

  /// What a title says without the mark of its try.
  private static func name(_ title: String) -> String { String(title.prefix { $0 != " " }) }

  @Test func `a printer fault keeps the job and it is printed later`() throws {
    let bed = try Bed()
    let (resident, course) = try bed.earned()
    _ = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    let isBroken = Mutex(true)
    let printed: Mutex<[[UInt8]]> = Mutex([])
    let worker = Self.worker(bed) { file, _ in
      let bytes = try Files.read(file, mostBytes: 1 << 20)
      guard !isBroken.withLock({ $0 }) else {
        throw PrintError(operation: "print", code: .unreachable, message: "no printer answers")
      }
      printed.withLock { $0.append(bytes) }
      return "7"
    }

    #expect(try worker.step() == .waiting("no printer answers"))
    #expect(try worker.step() == .idle)
    #expect(try bed.desk.store.waitingPrintJobs() == 1)
    isBroken.withLock { $0 = false }
    bed.wait(seconds: 30)
    #expect(try worker.step() == .printed)
    #expect(try worker.step() == .idle)

    #expect(try bed.desk.store.printJobs().first?.state == .done)
    let number = try bed.desk.register(year: 2026)[0].number
    #expect(printed.withLock { $0 } == [try bed.desk.certificatePDF(number: number)])
  }

  @Test func `a job that fails or ends keeps no other waiting`() throws {
    let bed = try Bed()
    let residents = try ["Đỗ Thị Hạnh", "Trần Văn Bình", "Lê Thị Cúc"].map(bed.addResident)
    for resident in residents {
      try bed.desk.store.enqueuePrint(cards: [resident.id], now: bed.now)
    }
    let tried: Mutex<[String]> = Mutex([])
    let worker = Self.worker(bed) { _, title in
      switch tried.withLock({
        $0.append(title); return $0.count
      }) {
      case 1: throw PrintError(operation: "print", code: .noAnswer, message: "broken off")
      case 2: throw PaperError(operation: "draw", code: .glyphMissing, message: "no such letter")
      default: return "7"
      }
    }

    #expect(worker.delaySecondsAfterStep() == 30)
    #expect(tried.withLock { $0 }.map(Self.name) == ["cards-1", "cards-2", "cards-3"])
    let states = try bed.desk.store.printJobs().map(\.state)
    #expect(states == [.done, .abandoned, .waiting])
  }

  @Test func `a job that fails slowly is tried once before the pause`() throws {
    let bed = try Bed()
    let resident = try bed.addResident()
    try bed.desk.store.enqueuePrint(cards: [resident.id], now: bed.now)
    let tries = Mutex(0)
    let worker = Self.worker(bed) { _, _ in
      guard
        tries.withLock({
          $0 += 1; return $0
        }) == 1
      else { return "7" }
      bed.wait(seconds: 60)
      throw PrintError(operation: "print", code: .noAnswer, message: "broken off")
    }

    _ = worker.delaySecondsAfterStep()
    #expect(try bed.desk.store.waitingPrintJobs() == 1)
    _ = worker.delaySecondsAfterStep()
    #expect(try bed.desk.store.waitingPrintJobs() == 0)
  }

  @Test func `check-in goes on while the printer is broken`() throws {
    let bed = try Bed()
    let (resident, course) = try bed.earned()
    _ = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    let worker = Self.worker(bed) { _, _ in
      throw PrintError(operation: "print", code: .noAnswer, message: "broken off")
    }

    _ = try worker.step()
    let answer = try bed.desk.checkIn(scanned: resident.cardDigits, source: .wedge)

    guard case .answer(.welcome) = answer else { throw Unexpected() }
  }

  @Test func `a certificate cancelled before its print is not printed`() throws {
    let bed = try Bed()
    let (resident, course) = try bed.earned()
    let outcome = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    guard case .issued(let certificate) = outcome else { throw Unexpected() }
    _ = try bed.desk.cancelCertificate(certificate.number, reason: "Sai tên")
    let worker = Self.worker(bed) { _, _ in throw Unexpected() }

    guard case .abandoned = try worker.step() else { throw Unexpected() }
  }

  /// A printer that takes every job and says of it what the test wants.
  private final class Device: Sendable {
    static let address = "ipp://a/ipp/print"
    static let settings =
      "[desk]\npasswordCost = 10\n[printer]\naddress = \"\(address)\""

    /// What it holds, by title; asked for a job that is not here it says that there is none.
    let holds: Mutex<Result<[String: String], PrintError>> = Mutex(.success([:]))
    let says: Mutex<Result<PrintedJob, PrintError>> = Mutex(.success(.underWay))
    let titles: Mutex<[String]> = Mutex([])

    var names: [String] { titles.withLock { $0 }.map(PrintWorkerTests.name) }

    var line: PrintLine {
      PrintLine(
        find: { title in
          let reference = try self.holds.withLock { try $0.get()[title] }
          return reference.map { PrintLine.Receipt($0, printer: Self.address) }
        },
        follow: { reference, _, printer in
          #expect(reference == "7" && printer == Self.address)
          return try self.says.withLock { try $0.get() }
        },
        submit: { _, title in
          self.titles.withLock { $0.append(title) }
          return PrintLine.Receipt("7", printer: Self.address)
        })
    }
  }

  @Test func `a job is followed until its paper is out, and the next one waits for it`() throws {
    let bed = try Bed(configuration: Device.settings)
    for name in ["Đỗ An", "Lê Bình"] {
      let resident = try bed.addResident(name)
      try bed.desk.store.enqueuePrint(cards: [resident.id], now: bed.now)
    }
    let device = Device()
    let worker = PrintWorker(desk: bed.desk, logger: Bed.quiet, line: device.line)

    #expect(worker.delaySecondsAfterStep() == 2)
    #expect(device.names == ["cards-1"])
    #expect(try bed.desk.store.printJob(id: 1)?.state == .sent)
    device.says.withLock { $0 = .success(.held(.paperOut)) }
    #expect(try worker.step() == .underWay)
    #expect(try bed.desk.store.printJob(id: 1)?.fault == "paperOut")
    let gone = PrintError(operation: "ask", code: .unreachable, message: "gone")
    device.says.withLock { $0 = .failure(gone) }
    #expect(try worker.step() == .underWay)
    #expect(try bed.desk.store.printJob(id: 1)?.fault == "unreachable")
    device.says.withLock { $0 = .success(.done) }
    #expect(try worker.step() == .printed)
    #expect(try bed.desk.store.printJob(id: 1)?.state == .done)
    #expect(try worker.step() == .underWay)

    #expect(device.names == ["cards-1", "cards-2"])
    let settings = try Settings(text: "", file: "test")
    #expect(settings.printer.retrySeconds == 30)
  }

  struct End: Sendable {
    let says: PrintedJob
    let isUnreachableFirst: Bool
    let state: PrintJob.State
    let message: String
  }

  @Test(arguments: [
    End(says: .cancelled, isUnreachableFirst: false, state: .abandoned, message: "cancelled"),
    End(
      says: .failed, isUnreachableFirst: false, state: .abandoned,
      message: "the printer gave up on the job"),
    End(says: .forgotten, isUnreachableFirst: false, state: .done, message: "7"),
    End(says: .forgotten, isUnreachableFirst: true, state: .abandoned, message: "lost"),
  ])
  func `a job ends as the printer says`(_ end: End) throws {
    let bed = try Bed(configuration: Device.settings)
    let job = try bed.desk.store.enqueuePrint(cards: [try bed.addResident().id], now: bed.now)
    let device = Device()
    let worker = PrintWorker(desk: bed.desk, logger: Bed.quiet, line: device.line)
    _ = try worker.step()
    if end.isUnreachableFirst {
      let gone = PrintError(operation: "ask", code: .unreachable, message: "gone")
      device.says.withLock { $0 = .failure(gone) }
      _ = try worker.step()
    }
    device.says.withLock { $0 = .success(end.says) }

    _ = try worker.step()

    #expect(try bed.desk.store.printJob(id: job)?.state == end.state)
    #expect(try bed.desk.store.printJob(id: job)?.message == end.message)
  }

  @Test func `a full disk keeps every job`() throws {
    let bed = try Bed()
    let residents = try ["Đỗ An", "Lê Bình"].map(bed.addResident)
    for resident in residents {
      try bed.desk.store.enqueuePrint(cards: [resident.id], now: bed.now)
    }
    let fault: Mutex<(any Error)?> = Mutex(FileError("write", path: "/draft", code: ENOSPC))
    let worker = Self.worker(bed) { _, _ in
      if let error = fault.withLock({ $0 }) { throw error }
      return "7"
    }

    _ = worker.delaySecondsAfterStep()
    #expect(try bed.desk.store.printJobs().map(\.fault) == ["diskFull", "diskFull"])
    let reading = StoreError(operation: "read", cause: .readOnly, code: "x", message: "read-only")
    fault.withLock { $0 = reading }
    bed.wait(seconds: 30)
    _ = worker.delaySecondsAfterStep()
    #expect(try bed.desk.store.printJobs().map(\.fault) == ["folder", "folder"])
    fault.withLock { $0 = nil }
    bed.wait(seconds: 30)
    _ = worker.delaySecondsAfterStep()

    #expect(try bed.desk.store.printJobs().map(\.state) == [.done, .done])
  }

  @Test func `a folder for documents that cannot be made keeps the job`() throws {
    let bed = try Bed()
    let job = try bed.desk.store.enqueuePrint(cards: [try bed.addResident().id], now: bed.now)
    let folder = bed.desk.draftFolder
    try? FileManager.default.removeItem(atPath: folder)
    try Data("no folder".utf8).write(to: URL(filePath: folder))
    let worker = Self.worker(bed) { _, _ in "7" }

    guard case .waiting = try worker.step() else { throw Unexpected() }
    #expect(try bed.desk.store.printJob(id: job)?.fault == "folder")
    try FileManager.default.removeItem(atPath: folder)
    bed.wait(seconds: 30)

    #expect(try worker.step() == .printed)
  }

  struct Moved: Sendable {
    let says: Result<PrintedJob, PrintError>
    let state: PrintJob.State
    let message: String
  }

  @Test(arguments: [
    Moved(
      says: .failure(PrintError(operation: "ask", code: .unreachable, message: "gone")),
      state: .abandoned, message: "lost"),
    Moved(says: .success(.held(.paperOut)), state: .abandoned, message: "lost"),
    Moved(says: .success(.done), state: .done, message: "7"),
  ])
  func `a job at a printer that is no longer the chosen one holds up nothing`(
    _ moved: Moved
  ) throws {
    let bed = try Bed(configuration: Device.settings)
    for name in ["Đỗ An", "Lê Bình"] {
      let resident = try bed.addResident(name)
      try bed.desk.store.enqueuePrint(cards: [resident.id], now: bed.now)
    }
    let device = Device()
    let worker = PrintWorker(desk: bed.desk, logger: Bed.quiet, line: device.line)
    _ = worker.delaySecondsAfterStep()
    device.says.withLock { $0 = moved.says }
    #expect(try bed.desk.choosePrinter("ipp://b/ipp/print") == .chosen)

    _ = worker.delaySecondsAfterStep()

    #expect(try bed.desk.store.printJob(id: 1)?.state == moved.state)
    #expect(try bed.desk.store.printJob(id: 1)?.message == moved.message)
    #expect(device.names == ["cards-1", "cards-2"])
  }

  @Test func `what staff decide while the printer is asked stands`() throws {
    let bed = try Bed(configuration: Device.settings)
    let job = try bed.desk.store.enqueuePrint(cards: [try bed.addResident().id], now: bed.now)
    let device = Device()
    let line = device.line
    let worker = PrintWorker(
      desk: bed.desk, logger: Bed.quiet,
      line: PrintLine(
        follow: { _, _, _ in
          let isCancelled = try bed.desk.cancelPrint(job)
          #expect(isCancelled)
          return .done
        }, submit: line.submit))
    _ = try worker.step()

    _ = try worker.step()

    #expect(try bed.desk.store.printJob(id: job)?.isCancelled == true)
    #expect(try worker.step() == .idle)
  }

  @Test func `a job that the printer took in silence is not sent again by itself`() throws {
    let bed = try Bed()
    let job = try bed.desk.store.enqueuePrint(cards: [try bed.addResident().id], now: bed.now)
    let titles: Mutex<[String]> = Mutex([])
    let worker = Self.worker(bed) { _, title in
      titles.withLock { $0.append(title) }
      throw PrintError(operation: "print", code: .unsure, message: "silence")
    }

    _ = try worker.step()
    bed.wait(seconds: 3_600)
    #expect(try worker.step() == .idle)
    #expect(try bed.desk.store.printJob(id: job)?.message == "lost")
    #expect(try bed.desk.retryPrint(job))
    _ = try worker.step()

    #expect(Set(titles.withLock { $0 }).count == 2, "each try has its own name")
  }

  struct Cut: Sendable {
    let isHeld: Bool
    let fault: PrintError.Code?
    let state: PrintJob.State
    let sent: Int
  }

  @Test(arguments: [
    Cut(isHeld: true, fault: nil, state: .sent, sent: 1),
    Cut(isHeld: false, fault: nil, state: .sent, sent: 2),
    Cut(isHeld: false, fault: .refused, state: .abandoned, sent: 1),
    Cut(isHeld: false, fault: .unreachable, state: .waiting, sent: 1),
  ])
  func `after a stop in the middle of a try the printer is asked before it is sent again`(
    _ cut: Cut
  ) throws {
    let bed = try Bed(configuration: Device.settings)
    let job = try bed.desk.store.enqueuePrint(cards: [try bed.addResident().id], now: bed.now)
    let device = Device()
    let stopped = PrintWorker(
      desk: bed.desk, logger: Bed.quiet,
      line: PrintLine { file, title in
        // What is taken here is never written down: the next start finds the job half done.
        let receipt = try device.line.submit(file, title)
        try bed.desk.store.write("stop") { try $0.resumePrinting() }
        return receipt
      })
    _ = try stopped.step()
    let title = try #require(device.titles.withLock { $0.first })
    device.holds.withLock { holds in
      let known = cut.isHeld ? [title: "7"] : [:]
      holds =
        cut.fault.map { .failure(PrintError(operation: "ask", code: $0, message: "x")) }
        ?? .success(known)
    }

    _ = try PrintWorker(desk: bed.desk, logger: Bed.quiet, line: device.line).step()

    #expect(try bed.desk.store.printJob(id: job)?.state == cut.state)
    #expect(device.titles.withLock { $0 }.count == cut.sent)
  }
}

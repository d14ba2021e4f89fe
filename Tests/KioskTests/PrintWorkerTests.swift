import Centre
import Paper
import Store
import Synchronization
import Testing

@testable import Kiosk

@Suite struct PrintWorkerTests {
  @Test func `a printer fault keeps the job and it is printed later`() throws {
    let bed = try Bed()
    let (resident, course) = try bed.earned()
    _ = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    let isBroken = Mutex(true)
    let printed: Mutex<[[UInt8]]> = Mutex([])
    let worker = PrintWorker(desk: bed.desk, logger: Bed.quiet) { pdf, _ in
      guard !isBroken.withLock({ $0 }) else {
        throw PrintError(operation: "print", code: .unreachable, message: "no printer answers")
      }
      printed.withLock { $0.append(pdf) }
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
    let worker = PrintWorker(desk: bed.desk, logger: Bed.quiet) { _, title in
      switch tried.withLock({
        $0.append(title); return $0.count
      }) {
      case 1: throw PrintError(operation: "print", code: .noAnswer, message: "broken off")
      case 2: throw Unexpected()
      default: return "7"
      }
    }

    #expect(worker.delaySecondsAfterStep() == 30)
    #expect(tried.withLock { $0 } == ["cards-1", "cards-2", "cards-3"])
    let states = try bed.desk.store.printJobs().map(\.state)
    #expect(states == [.done, .abandoned, .waiting])
  }

  @Test func `a job that fails slowly is tried once before the pause`() throws {
    let bed = try Bed()
    let resident = try bed.addResident()
    try bed.desk.store.enqueuePrint(cards: [resident.id], now: bed.now)
    let tries = Mutex(0)
    let worker = PrintWorker(desk: bed.desk, logger: Bed.quiet) { _, _ in
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
    let worker = PrintWorker(desk: bed.desk, logger: Bed.quiet) { _, _ in
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
    let worker = PrintWorker(desk: bed.desk, logger: Bed.quiet) { _, _ in throw Unexpected() }

    guard case .abandoned = try worker.step() else { throw Unexpected() }
  }
}

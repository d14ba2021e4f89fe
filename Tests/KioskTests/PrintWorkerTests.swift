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

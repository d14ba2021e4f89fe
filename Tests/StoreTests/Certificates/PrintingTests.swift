import Centre
import Evidence
import Testing

@testable import Store

@Suite struct PrintingTests {
  @Test func `each print is an event with the next copy number`() throws {
    let test = try TestStore()
    let certificate = try #require(try test.certificate(try test.resident(), try test.course()))

    try test.store.enqueuePrint(certificates: [certificate.number], now: test.now)
    let id = try test.store.enqueuePrint(certificates: [certificate.number], now: test.now)

    let job = try #require(try test.store.printJob(id: id))
    #expect(job.items.map(\.copyNumber) == [2])
    #expect(job.items.map(\.certificateNumber) == [certificate.number])
    #expect(try test.store.certificate(number: certificate.number)?.copies == 2)
    let last = try test.store.event(at: try test.store.logSize() - 1)
    #expect(last?.kind == "certificate.print")
    #expect(last?.fields["j"] == .integer(2))
  }

  @Test func `a fault keeps the job until its time, a stop lets it wait again`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    let id = try test.store.enqueuePrint(cards: [resident.id], now: test.now)

    let taken = try #require(try test.store.nextPrintJob(nowMilliseconds: 1000))
    #expect(taken.id == id)
    #expect(taken.state == .printing)
    #expect(try test.store.nextPrintJob(nowMilliseconds: 1000) == nil)
    try test.store.finishPrintJob(
      id, .failed(message: "out of paper", retryAtMilliseconds: 5000), nowMilliseconds: 1000)
    #expect(try test.store.nextPrintJob(nowMilliseconds: 4999) == nil)
    #expect(try test.store.nextPrintJob(nowMilliseconds: 5000)?.attempts == 2)

    try test.reopen()
    #expect(try test.store.waitingPrintJobs() == 1)
    #expect(try test.store.nextPrintJob(nowMilliseconds: 5000)?.attempts == 2, "the same try")
    try test.store.finishPrintJob(id, .printed(reference: "job-1"), nowMilliseconds: 6000)

    let job = try #require(try test.store.printJobs().first)
    #expect(job.state == .done)
    #expect(job.message == "job-1")
    #expect(job.items.first?.residentId == resident.id)
  }

  @Test func `a waiting job is cancelled, and a job given up is tried again`() throws {
    let test = try TestStore()
    let id = try test.store.enqueuePrint(cards: [try test.resident().id], now: test.now)
    let store = test.store

    #expect(try store.cancelPrintJob(id, nowMilliseconds: 7))
    #expect(try store.printJob(id: id)?.isCancelled == true)
    #expect(try store.printJob(id: id)?.finishedMilliseconds == 7)
    #expect(try store.nextPrintJob(nowMilliseconds: 9) == nil)
    #expect(try !store.cancelPrintJob(id, nowMilliseconds: 8))
    #expect(try store.retryPrintJob(id))
    #expect(try store.printJob(id: id)?.finishedMilliseconds == nil)
    #expect(try store.printJob(id: id)?.isCancelled == false)

    #expect(try store.nextPrintJob(nowMilliseconds: 9)?.id == id)
    #expect(try !store.cancelPrintJob(id, nowMilliseconds: 9))
    #expect(try !store.retryPrintJob(id))
    try store.finishPrintJob(
      id, .failed(message: "no paper", retryAtMilliseconds: 5000), nowMilliseconds: 9)
    #expect(try store.nextPrintJob(nowMilliseconds: 10) == nil)
    #expect(try store.retryPrintJob(id))
    #expect(try store.nextPrintJob(nowMilliseconds: 10)?.id == id)
    try store.finishPrintJob(id, .printed(reference: "1"), nowMilliseconds: 11)
    #expect(try !store.retryPrintJob(id))
    #expect(throws: StoreRefusal.notFound(.printJob)) { try store.retryPrintJob(99) }
    #expect(throws: StoreRefusal.notFound(.printJob)) {
      try store.cancelPrintJob(99, nowMilliseconds: 1)
    }
  }

  @Test func `a job that the printer has is followed, also after a stop, until it is out`() throws {
    let test = try TestStore()
    let id = try test.store.enqueueTestPage(now: test.now)
    _ = try test.store.nextPrintJob(nowMilliseconds: 1)
    try test.store.finishPrintJob(
      id, .sent(reference: "7", printer: "ipp://a/", fault: "paperOut"), nowMilliseconds: 1)

    try test.reopen()

    #expect(try test.store.nextPrintJob(nowMilliseconds: 99) == nil)
    #expect(try test.store.waitingPrintJobs() == 1)
    let sent = try #require(try test.store.sentPrintJobs().first)
    #expect(sent.fault == "paperOut")
    #expect(sent.message == "7")
    #expect(sent.printer == "ipp://a/")
    #expect(sent.kind == .test)
    #expect(try !test.store.retryPrintJob(id))
    try test.store.finishPrintJob(
      id, .failed(message: "gone", fault: "unreachable", retryAtMilliseconds: 60),
      nowMilliseconds: 51)
    #expect(try test.store.printJob(id: id)?.fault == "unreachable")
    #expect(try test.store.nextPrintJob(nowMilliseconds: 60)?.id == id)
  }

  @Test func `what does not exist cannot be printed`() throws {
    let test = try TestStore()

    #expect(throws: StoreRefusal.notFound(.certificate)) {
      try test.store.enqueuePrint(certificates: ["x"], now: test.now)
    }
    #expect(throws: StoreRefusal.notFound(.resident)) {
      try test.store.enqueuePrint(cards: [9], now: test.now)
    }
    #expect(try test.store.printJobs() == [])
  }

  @Test func `what the printer says of a job that staff took out or sent anew changes nothing`()
    throws
  {
    let test = try TestStore()
    let store = test.store
    let id = try store.enqueueTestPage(now: test.now)
    let send = { (reference: String) in
      _ = try store.nextPrintJob(nowMilliseconds: 1)
      try store.finishPrintJob(
        id, .sent(reference: reference, printer: "ipp://a/"), nowMilliseconds: 1)
    }
    let says = { (reference: String) in
      try store.finishPrintJob(
        id, .printed(reference: reference), of: reference, nowMilliseconds: 2)
    }
    try send("7")
    #expect(try store.cancelPrintJob(id, nowMilliseconds: 1))

    #expect(try !says("7"))
    #expect(try store.printJob(id: id)?.isCancelled == true)
    #expect(try store.retryPrintJob(id))
    #expect(try !says("7"))
    #expect(try store.printJob(id: id)?.state == .waiting)
    try send("8")
    #expect(try !says("7"))
    #expect(try says("8"))
    #expect(try store.printJob(id: id)?.state == .done)
    #expect(throws: StoreRefusal.notFound(.printJob)) {
      try store.finishPrintJob(99, .printed(reference: "1"), nowMilliseconds: 1)
    }
  }

  @Test func `very many certificates are several jobs, in order`() throws {
    let test = try TestStore()
    let certificate = try #require(try test.certificate(try test.resident(), try test.course()))
    let many = Array(repeating: certificate.number, count: Store.mostCertificatesInJob + 1)

    let first = try test.store.enqueuePrint(certificates: many, now: test.now)

    let jobs = try test.store.printJobs().reversed()
    #expect(jobs.map(\.items.count) == [Store.mostCertificatesInJob, 1])
    #expect(jobs.first?.id == first)
    #expect(jobs.flatMap { $0.items.map(\.copyNumber) } == Array(1...many.count))
  }
}

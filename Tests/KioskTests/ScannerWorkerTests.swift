import Centre
import Foundation
import Glibc
import HTTP
import Store
import Synchronization
import Testing

@testable import Kiosk

@Suite struct ScannerWorkerTests {
  @Test(arguments: ["\r", "\n", "\r\n", "\t", ""])
  func `what a serial scanner sends appears on every screen, whatever ends it`(
    ending: String
  )
    throws
  {
    let bed = try ScannerBed()
    let scanner = try bed.plugIn("usb-Honeywell-if00")
    let screens = try [bed.seat(), bed.seat()]

    scanner.send(bed.kiosk.resident.cardDigits + ending)
    bed.read(codes: 1)

    for screen in screens {
      guard case .answer(.answer(.welcome(let welcome)), let wish) = bed.event(screen) else {
        throw Unexpected()
      }
      #expect(welcome.name == "Đỗ Thị Hạnh")
      #expect(wish.source == .serial)
    }
    let roll = try bed.kiosk.desk.store.roll(session: bed.kiosk.session.code)
    #expect(roll.count == 1)
  }

  @Test func `an identity card comes through with its marks, after a prefix`() throws {
    let bed = try ScannerBed(configuration: "prefixes = [\"~\"]")
    let scanner = try bed.plugIn("scanner")
    let screen = try bed.seat()

    scanner.send("~037085001234||Nguyễn Thị Hoà|31021985|Nữ|Gia Viễn|12082021\r")
    bed.read(codes: 1)

    guard case .answer(.unreadable(.impossibleDate(let date)), _) = bed.event(screen) else {
      throw Unexpected()
    }
    #expect(date == "31021985")
  }

  @Test func `bytes that are no UTF-8 are answered as a damaged code`() throws {
    let bed = try ScannerBed()
    let scanner = try bed.plugIn("scanner")
    let screen = try bed.seat()

    scanner.send(
      Array("037085001234||Nguy".utf8) + [0xE1, 0xBB] + Array("n|05031985|Nam|x|y\r".utf8))
    bed.read(codes: 1)

    guard case .answer(.unreadable(let reason), _) = bed.event(screen) else { throw Unexpected() }
    #expect(reason == .replacementCharacter)
  }

  @Test func `half a code is dropped and counted`() throws {
    let bed = try ScannerBed()
    let scanner = try bed.plugIn("scanner")

    scanner.send("00000")
    bed.run { $0.first?.dropped == 1 }

    #expect(bed.states.first?.codes == 0)
  }

  @Test func `two scanners at once do not mix`() throws {
    let bed = try ScannerBed()
    let first = try bed.plugIn("first")
    let second = try bed.plugIn("second")
    let screen = try bed.seat()

    for digit in "99999999999" {
      first.send(String(digit))
      second.send("8")
      _ = bed.worker.step()
    }
    first.send("\r")
    second.send("88\r")
    bed.read(codes: 2)

    var digits: Set<Int> = []
    for _ in 0..<2 {
      guard case .answer(.unreadable(.wrongLength(let count)), _) = bed.event(screen) else {
        throw Unexpected()
      }
      digits.insert(count)
    }
    #expect(digits == [11, 13])
  }

  @Test func `a card that is held before the scanner is one reading`() throws {
    let bed = try ScannerBed()
    let scanner = try bed.plugIn("scanner")
    let screen = try bed.seat()

    for _ in 0..<3 { scanner.send(bed.kiosk.resident.cardDigits + "\r") }
    bed.read(codes: 3)

    guard case .answer(.answer(.welcome), _) = bed.event(screen) else { throw Unexpected() }
    guard case .nothing = screen.news(waitSeconds: 0) else { throw Unexpected() }
    bed.kiosk.wait(seconds: 4)
    scanner.send(bed.kiosk.resident.cardDigits + "\r")
    bed.read(codes: 4)
    guard case .answer(.answer(.alreadyIn), _) = bed.event(screen) else { throw Unexpected() }
  }

  @Test func `a scanner may be pulled out and put in again, and the desk says so meanwhile`() throws
  {
    let bed = try ScannerBed()
    let scanner = try bed.plugIn("usb-Zebra-if00")
    bed.run { $0.map(\.condition) == [.reading] }
    #expect(try !bed.kiosk.desk.needs().contains(.scanner))
    scanner.send("00000")
    _ = bed.worker.step()

    bed.pullOut(scanner, "usb-Zebra-if00")
    bed.run { $0.first?.condition != .reading }

    guard case .unplugged = bed.states.first?.condition else { throw Unexpected() }
    #expect(bed.states.first?.dropped == 1)
    #expect(try bed.kiosk.desk.needs().contains(.scanner))
    let again = try bed.plugIn("usb-Zebra-if00")
    bed.run { $0.map(\.condition) == [.reading] }
    again.send("12345678901\r")
    bed.read(codes: 1)
    #expect(try !bed.kiosk.desk.needs().contains(.scanner))
  }

  @Test func `what was pulled out yesterday is forgotten`() throws {
    let bed = try ScannerBed()
    let scanner = try bed.plugIn("scanner")
    bed.run { !$0.isEmpty }
    bed.pullOut(scanner, "scanner")
    bed.run { $0.first?.condition != .reading }

    bed.kiosk.wait(seconds: 86_400)
    bed.run { $0.isEmpty }
  }

  @Test func `a scanner that the settings name and that is not there is told`() throws {
    let bed = try ScannerBed(configuration: "serial = [\"/dev/no-scanner\"]")

    bed.run { $0.map(\.condition) == [.absent] }

    #expect(bed.states.first?.name == "/dev/no-scanner")
    #expect(try bed.kiosk.desk.needs().contains(.scanner))
  }

  @Test func `a file that is no scanner is told once and tried again later and later`() throws {
    let bed = try ScannerBed(configuration: "serial = [\"/dev/null\"]")

    bed.run { $0.map(\.condition) == [.failing] }

    var book = ScannerBook()
    let place = ScannerPlace(kind: .serial, name: "/dev/null", path: "/dev/null")
    let error = ScannerError("open /dev/null", number: ENOTTY)
    let news = (0..<8).map { book.failed(place, error, atMilliseconds: $0 * 1_000) }
    #expect(news == [true] + Array(repeating: false, count: 7))
    #expect(!book.isDue(place, atMilliseconds: 7_000 + 29_999))
    #expect(book.isDue(place, atMilliseconds: 7_000 + 30_000))
  }

  @Test func `the device is ours alone while it is read`() throws {
    let bed = try ScannerBed()
    let scanner = try bed.plugIn("scanner")
    bed.run { $0.map(\.condition) == [.reading] }

    // TIOCGEXCL: the mark belongs to the pair, so the scanner's end shows it too.
    var isExclusive: Int32 = 0
    #expect(ioctl(scanner.file, 0x8004_5440, &isExclusive) == 0)
    let slave = open(scanner.path, O_RDWR | O_NOCTTY | O_NONBLOCK)
    defer { close(slave) }
    // Root may open it all the same; then the mark itself is asked for.
    if slave < 0 {
      #expect(errno == EBUSY)
    } else {
      #expect(ioctl(slave, 0x8004_5440, &isExclusive) == 0 && isExclusive == 1)
    }
  }

  @Test func `each device is read once, the names that last before the others`() throws {
    let bed = try ScannerBed()
    let scanner = try bed.plugIn("usb-Zebra-if00")
    symlink(scanner.path, "\(bed.devices)/ttyACM0")
    let other = try PseudoTerminal()
    symlink(other.path, "\(bed.devices)/ttyACM1")
    symlink("/dev/null", "\(bed.devices)/ttyS0")

    let places = bed.search.places()

    #expect(places.map(\.name) == ["usb-Zebra-if00", "ttyACM1"])
    #expect(places.map(\.path) == [scanner.path, other.path])
  }

  @Test func `an input device is found by its name`() throws {
    let bed = try ScannerBed(configuration: "serial = []\nevdev = [\"SM-2D HID KBW\", \"none\"]")
    for (event, name) in ["event0": "AT keyboard", "event3": "SM-2D HID KBW"] {
      try Files.makeDirectory("\(bed.system)/class/input/\(event)/device", mode: 0o700)
      try Files.write(name + "\n", to: "\(bed.system)/class/input/\(event)/device/name")
      try Files.makeDirectory("\(bed.devices)/input", mode: 0o700)
      try Files.write("", to: "\(bed.devices)/input/\(event)")
    }

    let places = bed.search.places()

    #expect(places.map(\.name) == ["SM-2D HID KBW", "none"])
    #expect(places[0].path?.hasSuffix("/input/event3") == true)
    #expect(places[1].path == nil)
  }

  @Test func `a code that the disk takes long to keep is announced once`() throws {
    let bed = try ScannerBed()
    let screen = try bed.seat()
    bed.intake.add(bed.kiosk.resident.cardDigits, atMilliseconds: 1_000)

    bed.intake.tellIfSlow(atMilliseconds: 1_299)
    guard case .nothing = screen.news(waitSeconds: 0) else { throw Unexpected() }
    #expect(bed.intake.slowMilliseconds == 1_300)
    bed.intake.tellIfSlow(atMilliseconds: 1_300)
    bed.intake.tellIfSlow(atMilliseconds: 1_400)

    guard case .saving = bed.event(screen) else { throw Unexpected() }
    #expect(bed.intake.slowMilliseconds == nil)
    bed.intake.step()
    guard case .answer(.answer(.welcome), _) = bed.event(screen) else { throw Unexpected() }
  }

  @Test func `a code that cannot be saved is told as a page with a number in the log`() throws {
    let bed = try ScannerBed()
    let screen = try bed.seat()
    bed.kiosk.desk.store.close()

    bed.intake.add(bed.kiosk.resident.cardDigits, atMilliseconds: 0)
    bed.intake.step()

    guard case .problem(let pages) = bed.event(screen) else { throw Unexpected() }
    #expect(pages[.vi]?.contains("CHƯA được ghi") == true)
    #expect(pages[.en]?.contains("data-state=\"result\"") == true)
  }

  @Test func `the first touch on any screen decides the session, and every screen learns it`()
    throws
  {
    let bed = try ScannerBed()
    let other = try DoorKiosk.openSession("Câu lạc bộ đọc sách", in: bed.kiosk.desk)
    let code = bed.kiosk.resident.cardDigits
    let screen = try bed.seat()
    bed.intake.add(code, atMilliseconds: 0)
    bed.intake.step()
    guard case .answer(.answer(.chooseSession), _) = bed.event(screen) else { throw Unexpected() }

    let first = try bed.kiosk.respond(
      "POST", "/check-in", "source=serial&code=\(code)&session=\(other.code)")
    let late = try bed.kiosk.respond(
      "POST", "/check-in", "source=serial&code=\(code)&session=\(bed.kiosk.session.code)")

    #expect(first.text.contains("Câu lạc bộ đọc sách"))
    #expect(late.text.contains("Câu lạc bộ đọc sách"))
    guard case .answer(.answer(.welcome(let welcome)), let wish) = bed.event(screen) else {
      throw Unexpected()
    }
    #expect(welcome.sessionCode == other.code)
    #expect(wish.session == other.code)
    guard case .nothing = screen.news(waitSeconds: 0) else { throw Unexpected() }
    #expect(try !bed.kiosk.desk.store.hasVisits(session: bed.kiosk.session.code))
  }

  @Test func `a form cannot claim a scanner's code that no scanner has read`() throws {
    let kiosk = try DoorKiosk()
    kiosk.outlastQuestions()

    let answer = try kiosk.respond(
      "POST", "/check-in",
      "source=serial&code=\(kiosk.resident.cardDigits)&session=\(kiosk.session.code)")

    #expect(answer.status == .gone && answer.text.contains("CHƯA được ghi"))
    #expect(try !kiosk.desk.store.hasVisits(session: kiosk.session.code))
  }

  @Test func `a question is open no longer than a form, and is forgotten with the visit it led to`()
    throws
  {
    let bed = try ScannerBed()
    bed.kiosk.outlastQuestions()
    let other = try DoorKiosk.openSession("Câu lạc bộ đọc sách", in: bed.kiosk.desk)
    let code = bed.kiosk.resident.cardDigits
    let form = "source=serial&code=\(code)&session=\(other.code)"
    bed.intake.add(code, atMilliseconds: 0)
    bed.intake.step()
    _ = try bed.kiosk.respond("POST", "/check-in", form)
    let visit = try #require(
      try bed.kiosk.desk.store.roll(session: other.code).compactMap(\.visitId).first)

    #expect(try bed.kiosk.desk.undo(visit: visit) == .undone)
    #expect(try bed.kiosk.respond("POST", "/check-in", form).status == .gone)

    bed.intake.add(code, atMilliseconds: 0)
    bed.intake.step()
    bed.kiosk.outlastQuestions()
    #expect(try bed.kiosk.respond("POST", "/check-in", form).status == .gone)
    #expect(try !bed.kiosk.desk.store.hasVisits(session: other.code))
  }

  @Test func `a question that stood while the service started anew is answered, once`() throws {
    let kiosk = try DoorKiosk()
    let other = try DoorKiosk.openSession("Câu lạc bộ đọc sách", in: kiosk.desk)
    let code = kiosk.resident.cardDigits
    let touched = { (session: String) in
      try kiosk.respond("POST", "/check-in", "source=serial&code=\(code)&session=\(session)").text
    }

    let first = try touched(other.code)
    let second = try touched(kiosk.session.code)

    for answer in [first, second] {
      #expect(answer.contains("main class=\"result success"))
      #expect(answer.contains(kiosk.resident.name) && answer.contains(other.title))
    }
    #expect(try !kiosk.desk.store.hasVisits(session: kiosk.session.code))
  }

  @Test func `the ports of a modem that connects to a mobile network are no scanners`() throws {
    let bed = try ScannerBed()
    for (port, driver) in [("ttyUSB0", "option1"), ("ttyUSB1", "ch341"), ("ttyACM0", "cdc_acm")] {
      try Files.makeDirectory("\(bed.system)/class/tty/\(port)", mode: 0o700)
      try Files.makeDirectory("\(bed.system)/usb/\(port)/if:0", mode: 0o700)
      try Files.makeDirectory("\(bed.system)/drivers/\(driver)", mode: 0o700)
      symlink("\(bed.system)/usb/\(port)/if:0", "\(bed.system)/class/tty/\(port)/device")
      symlink("\(bed.system)/drivers/\(driver)", "\(bed.system)/usb/\(port)/if:0/driver")
      try Files.write([], to: "\(bed.devices)/\(port)", mode: 0o600)
      symlink("\(bed.devices)/\(port)", "\(bed.devices)/serial/by-id/usb-\(port)")
    }
    try Files.makeDirectory("\(bed.system)/usb/ttyACM0/if:2/net/wwan0", mode: 0o700)

    #expect(bed.search.places().map(\.name) == ["usb-ttyUSB1"])
  }
}

import Centre
import Glibc
import Testing

@testable import Kiosk

@Suite struct KeyboardScannerTests {
  /// Through a device that the kernel makes for us where it can (uinput), else from a recording of what
  /// such a device gives, through the same reader. The run says which.
  @Test func `a keyboard scanner is read, and nobody else sees its keys`() throws {
    guard let keyboard = UinputKeyboard() else {
      print("keyboard scanner: /dev/uinput is not here, so a recorded event stream was read")
      return try readRecording()
    }
    print("keyboard scanner: read through /dev/uinput")
    try read(keyboard)
  }

  private func readRecording() throws {
    let bed = try ScannerBed()
    let screen = try bed.seat()
    var reader = CodeReader(.evdev)
    let recording = KeyRecording(MemoryLayout<Int>.size).text(bed.kiosk.resident.cardDigits + "\r")

    for code in reader.take(recording[...], atMilliseconds: 0) {
      bed.intake.add(code, atMilliseconds: 0)
    }
    bed.intake.step()

    guard case .answer(.answer(.welcome), let wish) = bed.event(screen) else { throw Unexpected() }
    #expect(wish.source == .serial)
  }

  private func read(_ keyboard: UinputKeyboard) throws {
    let bed = try ScannerBed(
      configuration: "serial = []\nevdev = [\"\(UinputKeyboard.name)\"]", machine: true)
    let screen = try bed.seat()
    bed.run { $0.map(\.condition) == [.reading] }

    keyboard.type(bed.kiosk.resident.cardDigits + "\r")
    bed.read(codes: 1)

    guard case .answer(.answer(.welcome), _) = bed.event(screen) else { throw Unexpected() }
    let path = try #require(bed.search.places().first?.path)
    let other = open(path, O_RDONLY | O_NONBLOCK)
    defer { close(other) }
    #expect(ioctl(other, 0x4004_4590, 1) != 0 && errno == EBUSY, "the device is grabbed")
  }

  @Test(arguments: ["Nguy?n Th? Hòa", "Nguyn Th Ho", "Nguy7877n Th7883 Ho224"])
  func `of an identity card that keys have typed only the digits are believed`(_ name: String) {
    let text = "037085001234|161234567|\(name)|05031985|N?|Xm 3|12082021"
    let typed = KeyRecording(MemoryLayout<Int>.size).text(text.filter(\.isASCII) + "\r")
    let silent = KeyRecording(MemoryLayout<Int>.size).text(text.filter(\.isASCII))
    var reader = CodeReader(.evdev)
    var port = CodeReader(.serial)

    #expect(reader.take(typed[...], atMilliseconds: 0) == ["037085001234"])
    #expect(reader.take(silent[...], atMilliseconds: 500) == [])
    #expect(reader.silence(atMilliseconds: 900) == "037085001234")
    #expect(
      port.take(Array("\(text)\r".utf8)[...], atMilliseconds: 0) == [text])
  }

  @Test func `a code whose keys were lost is dropped, and the next one is read`() {
    var reader = CodeReader(.evdev)
    let recording = KeyRecording(MemoryLayout<Int>.size)
    let lost = recording.event(InputEvent.Kind.synchronization, InputEvent.dropped, 0)
    let report = recording.event(InputEvent.Kind.synchronization, 0, 0)
    let bytes = recording.text("00000") + lost + report + recording.text("\r0000000019\r")

    #expect(reader.take(bytes[...], atMilliseconds: 0) == ["0000000019"])
    #expect(reader.line.droppedCount == 1)
  }
}

/// A keyboard that the kernel makes for this test (uinput, linux/uinput.h).
private final class UinputKeyboard {
  static let name = "learning-kiosk test scanner"

  private let file: Int32

  /// Nil where the kernel offers no uinput, or not to us.
  init?() {
    file = open("/dev/uinput", O_WRONLY | O_NONBLOCK)
    guard file >= 0 else { return nil }
    guard ioctl(file, 0x4004_5564, 1) == 0 else { return nil }  // UI_SET_EVBIT, EV_KEY
    for key in Int32(1)...120 { _ = ioctl(file, 0x4004_5565, key) }  // UI_SET_KEYBIT
    // struct uinput_user_dev: 80 bytes of name, 8 of identity, 4, then four times 64 numbers.
    let name = Array(Self.name.utf8)
    let description = name + [UInt8](repeating: 0, count: 80 - name.count + 8 + 4 + 4 * 64 * 4)
    guard write(file, description, description.count) == description.count,
      ioctl(file, 0x5501) == 0  // UI_DEV_CREATE
    else { return nil }
  }

  deinit {
    if file >= 0 { close(file) }
  }

  func type(_ text: String) {
    let events = KeyRecording(MemoryLayout<Int>.size).text(text)
    _ = write(file, events, events.count)
  }
}

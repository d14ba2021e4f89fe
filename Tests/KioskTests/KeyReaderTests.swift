import Testing

@testable import Kiosk

@Suite struct KeyReaderTests {
  /// What a recording types, read in pieces of so many bytes.
  private func typed(_ bytes: [UInt8], wordBytes: Int = 8, piece: Int = 4_096) -> String {
    var reader = KeyReader(wordBytes: wordBytes)
    let strokes = stride(from: 0, to: bytes.count, by: piece).flatMap {
      reader.take(bytes[$0..<min($0 + piece, bytes.count)])
    }
    let characters = strokes.map { stroke in
      switch stroke {
      case .byte(let byte): byte
      case .gap: UInt8(ascii: "?")
      }
    }
    return String(decoding: characters, as: UTF8.self)
  }

  @Test(arguments: [8, 4]) func `every character of the US layout comes through`(wordBytes: Int) {
    let all = String(decoding: (0x20..<0x7F).map { UInt8($0) }, as: UTF8.self) + "\t\r"

    #expect(typed(KeyRecording(wordBytes).text(all), wordBytes: wordBytes) == all)
  }

  @Test(arguments: [8, 4]) func `an event is as long as the kernel makes it`(wordBytes: Int) {
    #expect(InputEvent.byteCount(wordBytes: wordBytes) == (wordBytes == 8 ? 24 : 16))
    #expect(KeyRecording(wordBytes).key(2, 1).count == InputEvent.byteCount(wordBytes: wordBytes))
  }

  @Test func `pieces that end within an event are put together`() {
    let bytes = KeyRecording().text("0000000019\r")
    for piece in [1, 5, 23, 24, 25] { #expect(typed(bytes, piece: piece) == "0000000019\r") }
  }

  @Test func `Caps Lock is no Shift, and a key that is held does not repeat`() {
    let recording = KeyRecording()
    let capsLock = recording.stroke(58)
    let held = recording.key(30, 1) + recording.key(30, 2) + recording.key(30, 2)

    #expect(typed(capsLock + recording.text("ab1") + held) == "ab1a")
  }

  @Test func `the keypad types digits and Enter`() {
    let digits: [UInt16] = [82, 79, 80, 81, 75, 76, 77, 71, 72, 73, 96]

    #expect(typed(digits.flatMap { KeyRecording().stroke($0) }) == "0123456789\r")
  }

  @Test func `lost events are told, and what comes before the next whole one is left out`() {
    let recording = KeyRecording()
    let lost = recording.event(InputEvent.Kind.synchronization, InputEvent.dropped, 0)
    let rest = recording.key(3, 1)
    let report = recording.event(InputEvent.Kind.synchronization, 0, 0)

    #expect(typed(recording.text("12") + lost + rest + report + recording.text("34")) == "12?34")
  }

  @Test func `a Shift that was held when events were lost is no longer held`() {
    let recording = KeyRecording()
    let lost = recording.event(InputEvent.Kind.synchronization, InputEvent.dropped, 0)
    let report = recording.event(InputEvent.Kind.synchronization, 0, 0)

    #expect(typed(recording.key(42, 1) + lost + report + recording.stroke(2)) == "?1")
  }

  @Test func `keys without a character type nothing`() {
    let keys: [UInt16] = [1, 14, 29, 56, 58, 59, 69, 97, 103, 111, 125, 240, 767]

    #expect(typed(keys.flatMap { KeyRecording().stroke($0) }) == "")
  }
}

/// What a keyboard scanner's input device gives, as the kernel's HID driver reports it: before each key
/// its scan code (MSC_SCAN), after it a report.
struct KeyRecording {
  private let wordBytes: Int

  init(_ wordBytes: Int = 8) { self.wordBytes = wordBytes }

  func event(_ kind: UInt16, _ code: UInt16, _ value: Int32) -> [UInt8] {
    InputEvent(kind: kind, code: code, value: value).bytes(wordBytes: wordBytes)
  }

  func key(_ code: UInt16, _ value: Int32) -> [UInt8] {
    event(InputEvent.Kind.key, code, value)
  }

  /// A key that falls and rises.
  func stroke(_ code: UInt16) -> [UInt8] {
    [Int32(1), 0].flatMap { value in
      event(4, 4, 0x7_0000 + Int32(code)) + key(code, value)
        + event(InputEvent.Kind.synchronization, 0, 0)
    }
  }

  /// A text in the US layout, each capital with a Shift of its own, now left, now right.
  func text(_ text: String) -> [UInt8] {
    text.enumerated().flatMap { index, character -> [UInt8] in
      guard let (code, isShifted) = Self.keys[character] else { return [] }
      guard isShifted else { return stroke(code) }
      let shift: UInt16 = index % 2 == 0 ? 42 : 54
      return key(shift, 1) + stroke(code) + key(shift, 0)
    }
  }

  /// Written down from linux/input-event-codes.h and a US keyboard: number, plain, with Shift.
  static let keys: [Character: (code: UInt16, isShifted: Bool)] = {
    let table = """
      2 1 ! 3 2 @ 4 3 # 5 4 $ 6 5 % 7 6 ^ 8 7 & 9 8 * 10 9 ( 11 0 ) 12 - _ 13 = +
      16 q Q 17 w W 18 e E 19 r R 20 t T 21 y Y 22 u U 23 i I 24 o O 25 p P 26 [ { 27 ] }
      30 a A 31 s S 32 d D 33 f F 34 g G 35 h H 36 j J 37 k K 38 l L 39 ; : 40 ' " 41 ` ~
      43 \\ | 44 z Z 45 x X 46 c C 47 v V 48 b B 49 n N 50 m M 51 , < 52 . > 53 / ?
      """.split { $0 == " " || $0 == "\n" }
    var keys: [Character: (code: UInt16, isShifted: Bool)] = [
      " ": (57, false), "\t": (15, false), "\r": (28, false),
    ]
    for start in stride(from: 0, to: table.count - 2, by: 3) {
      guard let code = UInt16(table[start]) else { continue }
      keys[Character(String(table[start + 1]))] = (code, false)
      keys[Character(String(table[start + 2]))] = (code, true)
    }
    return keys
  }()
}

/// What a keyboard scanner types, from the events of its input device.
///
/// The US layout, which is the factory setting of scanners. Shift counts, Caps Lock does not: it belongs
/// to a keyboard, and a scanner that means a capital letter presses Shift.
struct KeyReader {
  /// What an event says.
  enum Stroke: Equatable {
    case byte(UInt8)
    /// Events are lost here.
    case gap
  }

  private let wordBytes: Int
  private var rest: [UInt8] = []
  private var shifts: Set<UInt16> = []
  /// After a gap nothing is whole until the kernel has said where it goes on.
  private var isLost = false

  /// A reader on which no key is down.
  /// - Parameter wordBytes: bytes of the kernel's word, 8 or 4.
  init(wordBytes: Int = MemoryLayout<Int>.size) {
    self.wordBytes = wordBytes
  }

  /// Takes bytes as they come, also in the middle of an event.
  mutating func take(_ bytes: some Sequence<UInt8>) -> [Stroke] {
    rest += bytes
    let size = InputEvent.byteCount(wordBytes: wordBytes)
    let whole = rest.count / size * size
    var strokes: [Stroke] = []
    for start in stride(from: 0, to: whole, by: size) {
      let event = InputEvent(rest[start..<start + size], wordBytes: wordBytes)
      if let stroke = take(event) { strokes.append(stroke) }
    }
    rest.removeFirst(whole)
    return strokes
  }

  private mutating func take(_ event: InputEvent) -> Stroke? {
    switch event.kind {
    case InputEvent.Kind.synchronization:
      guard event.code == InputEvent.dropped else {
        isLost = false
        return nil
      }
      isLost = true
      shifts = []
      return .gap
    case InputEvent.Kind.key where !isLost: return take(key: event.code, value: event.value)
    default: return nil
    }
  }

  private mutating func take(key: UInt16, value: Int32) -> Stroke? {
    if KeyMap.shifts.contains(key) {
      if value == 0 { shifts.remove(key) } else { shifts.insert(key) }
      return nil
    }
    guard value == 1 else { return nil }
    return KeyMap.byte(of: key, isShifted: !shifts.isEmpty).map { .byte($0) }
  }
}

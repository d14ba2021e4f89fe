/// One event of a Linux input device (`struct input_event`, linux/input.h).
struct InputEvent: Equatable {
  /// The kinds of events that matter to a scanner.
  enum Kind {
    static let synchronization: UInt16 = 0
    static let key: UInt16 = 1
  }

  /// SYN_DROPPED: the kernel's buffer ran over, and events are lost.
  static let dropped: UInt16 = 3

  let kind: UInt16
  let code: UInt16
  /// Of a key: 0 it rises, 1 it falls, 2 it repeats.
  let value: Int32

  /// Bytes of one event: two words of time, then two, two and four bytes.
  ///
  /// The time is two of the kernel's words also where `time_t` has 64 bits on a 32-bit machine.
  static func byteCount(wordBytes: Int) -> Int { 2 * wordBytes + 8 }

  /// The event in so many bytes, in this machine's byte order.
  init(_ bytes: ArraySlice<UInt8>, wordBytes: Int) {
    (kind, code, value) = bytes.withUnsafeBytes { memory in
      let start = 2 * wordBytes
      return (
        memory.loadUnaligned(fromByteOffset: start, as: UInt16.self),
        memory.loadUnaligned(fromByteOffset: start + 2, as: UInt16.self),
        memory.loadUnaligned(fromByteOffset: start + 4, as: Int32.self)
      )
    }
  }

  init(kind: UInt16, code: UInt16, value: Int32) {
    self.kind = kind
    self.code = code
    self.value = value
  }

  /// The event as the kernel would hand it over, its time zero: for recordings in tests.
  func bytes(wordBytes: Int) -> [UInt8] {
    func part(_ value: some FixedWidthInteger) -> [UInt8] {
      withUnsafeBytes(of: value) { Array($0) }
    }
    let time = [UInt8](repeating: 0, count: 2 * wordBytes)
    return time + part(kind) + part(code) + part(value)
  }
}

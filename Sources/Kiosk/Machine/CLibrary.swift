import Glibc

/// The few functions of glibc that Swift's `Glibc` module leaves out, found by name. Where one is
/// missing (another C library) nothing happens.
enum CLibrary {
  private typealias OneNumber = @convention(c) (Int32) -> Int32
  private typealias TwoNumbers = @convention(c) (Int32, Int32) -> Int32
  private typealias OneSize = @convention(c) (Int) -> Int32
  private typealias OnePointer = @convention(c) (UnsafeMutableRawPointer) -> Int32

  /// mallopt(3).
  static func mallopt(_ parameter: Int32, _ value: Int32) {
    guard let symbol = dlsym(nil, "mallopt") else {
      return
    }
    _ = unsafeBitCast(symbol, to: TwoNumbers.self)(parameter, value)
  }

  /// malloc_trim(3), keeping nothing.
  static func mallocTrim() {
    guard let symbol = dlsym(nil, "malloc_trim") else {
      return
    }
    _ = unsafeBitCast(symbol, to: OneSize.self)(0)
  }

  /// syncfs(2): writes out one file system; where it is missing, all of them.
  /// - Returns: 0, or -1 with the reason in `errno`.
  static func syncfs(_ descriptor: Int32) -> Int32 {
    guard let symbol = dlsym(nil, "syncfs") else {
      sync()
      return 0
    }
    return unsafeBitCast(symbol, to: OneNumber.self)(descriptor)
  }

  /// Whether the kernel says that a time server steers the clock: adjtimex(2) only reads when
  /// `modes`, the first member, is 0, and answers TIME_ERROR (5) while nobody does.
  static func isClockSynchronized() -> Bool {
    guard let symbol = dlsym(nil, "adjtimex") else {
      return false
    }
    // struct timex has 208 bytes on 64-bit machines and 128 on 32-bit ones.
    return withUnsafeTemporaryAllocation(byteCount: 512, alignment: 16) { buffer in
      guard let start = buffer.baseAddress else {
        return false
      }
      buffer.initializeMemory(as: UInt8.self, repeating: 0)
      let answer = unsafeBitCast(symbol, to: OnePointer.self)(start)
      return answer >= 0 && answer != 5
    }
  }
}

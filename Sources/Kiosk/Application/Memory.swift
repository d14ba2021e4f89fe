/// Keeps the memory of a long-lived process small: glibc gives each thread its own arena, and a kiosk
/// has many short-lived threads (mallopt(3)).
package enum Memory {
  /// Limits the arenas. Call before the first thread starts.
  package static func prepare() {
    let arenaMost: Int32 = -8
    let trimThreshold: Int32 = -1
    CLibrary.mallopt(arenaMost, 2)
    CLibrary.mallopt(trimThreshold, 128 << 10)
  }

  /// Gives back what starting up left over.
  package static func trim() {
    CLibrary.mallocTrim()
  }
}

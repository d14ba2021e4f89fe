import Glibc

/// The file `clock` in the data directory: what was learnt about the time in this start of the machine,
/// so that a restart of the service keeps it. A file of another start, or a damaged one, says nothing.
struct ClockFile: Equatable {
  /// The kernel's wall time less the time since start when it was last looked at; nil before.
  var offsetMilliseconds: Int64?
  /// What a person set.
  var person: TimeAnchor?
  /// What a receipt told.
  var receipt: TimeAnchor?

  init() {}

  /// The file in `directory`, if it belongs to the running kernel.
  init(directory: String, kernelID: String) {
    guard let bytes = try? Files.read("\(directory)/clock", mostBytes: 4_096) else { return }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard lines.first.map(String.init) == kernelID else { return }
    for line in lines.dropFirst() {
      let words = line.split(separator: " ")
      let numbers = words.dropFirst().compactMap { Int64($0) }
      switch (words.first, numbers.count) {
      case ("offset", 1): offsetMilliseconds = numbers[0]
      case ("person", 3): person = TimeAnchor(numbers)
      case ("receipt", 3): receipt = TimeAnchor(numbers)
      default: break
      }
    }
  }

  /// Puts the file on disk.
  func write(to directory: String, kernelID: String) throws(FileError) {
    var lines = [kernelID]
    if let offsetMilliseconds { lines.append("offset \(offsetMilliseconds)") }
    if let person { lines.append("person \(person.line)") }
    if let receipt { lines.append("receipt \(receipt.line)") }
    try Files.write(lines.joined(separator: "\n") + "\n", to: "\(directory)/clock")
  }
}

extension TimeAnchor {
  fileprivate init(_ numbers: [Int64]) {
    self.init(
      bootMilliseconds: numbers[0], wallMilliseconds: numbers[1], errorMilliseconds: numbers[2])
  }

  fileprivate var line: String { "\(bootMilliseconds) \(wallMilliseconds) \(errorMilliseconds)" }
}

/// Brings two copies of `keys/signed` together, the record of what this kiosk has signed: of each line
/// that both have, the one with the larger figure, so that a restore never makes it forget.
enum SignedMerge {
  /// The file's name among the keys.
  static let fileName = "signed"

  /// The lines of both: `<log> <size> <root>`, and `number <register> <last>`.
  static func text(_ here: String, _ carried: String) -> String {
    var order: [String] = []
    var lines: [String: (figure: Int64, line: Substring)] = [:]
    for line in here.split(separator: "\n") + carried.split(separator: "\n") {
      let parts = line.split(separator: " ")
      guard parts.count == 3 else { continue }
      let isNumber = parts[0] == "number"
      let key = isNumber ? "number \(parts[1])" : String(parts[0])
      let figure = Int64(isNumber ? parts[2] : parts[1]) ?? 0
      guard let known = lines[key] else {
        order.append(key)
        lines[key] = (figure, line)
        continue
      }
      if known.figure < figure { lines[key] = (figure, line) }
    }
    return order.compactMap { lines[$0].map { "\($0.line)\n" } }.joined()
  }
}

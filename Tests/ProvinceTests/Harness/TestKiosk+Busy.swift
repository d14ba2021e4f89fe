import Evidence

@testable import Province

extension TestKiosk {
  /// A log as a busy centre might write it: check-ins, departures, undone ones, sessions, certificates.
  mutating func beBusy(events: Int, _ random: inout SplitMix) throws {
    try fill(1)
    var visits: [Int64] = []
    var outs: [Int64] = []
    var papers: [(Int64, String)] = []
    var sessions: [String] = []
    while size < events {
      let resident = "L\(Int.random(in: 0..<40, using: &random))"
      let session = sessions.randomElement(using: &random)
      let seq = size
      switch (Int.random(in: 0..<12, using: &random), session) {
      case (0, _), (_, nil):
        let code = "S\(sessions.count)"
        sessions.append(code)
        try add(
          "session.add", ["s": .text(code), "d": .integer(20_780), "x": .text("Buổi \(code)")])
      case (1, let session?): try add("session.open", ["s": .text(session)])
      case (2, let session?): try add("session.close", ["s": .text(session)])
      case (3, _):
        let target = (visits + outs).randomElement(using: &random)
        guard let target else { continue }
        visits.removeAll { $0 == target }
        outs.removeAll { $0 == target }
        try add("visit.undo", ["i": .integer(target)])
      case (4, _), (5, _):
        guard let visit = visits.randomElement(using: &random) else { continue }
        let fields = try Event(line: lines[Int(visit)]).fields
        outs.append(seq)
        try add("visit.out", ["r": fields["r"] ?? .text(""), "s": fields["s"] ?? .text("")])
      case (6, _):
        let number = "14464-1-2026-\(1000 + papers.count)"
        papers.append((seq, number))
        try add(
          "certificate.issue",
          [
            "r": .text(resident), "n": .text(number), "c2": .text("XMC"), "h": .integer(300),
            "d": .integer(20_780),
          ])
      case (7, _):
        guard let paper = papers.randomElement(using: &random) else { continue }
        try add("certificate.print", ["n": .text(paper.1), "j": .integer(seq)])
        try add(
          "certificate.export", ["n": .text(paper.1), "p": .integer(0), "w": .text("badge")])
      case (8, _):
        guard let paper = papers.randomElement(using: &random) else { continue }
        try add(
          "certificate.cancel", ["n": .text(paper.1), "i": .integer(paper.0), "x": .text("nhầm")])
      case (_, let session?):
        visits.append(seq)
        try add("visit.in", ["r": .text(resident), "s": .text(session), "w": .text("roll")])
      }
    }
  }
}

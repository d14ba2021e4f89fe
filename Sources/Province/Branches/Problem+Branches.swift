import Evidence
import HTTP

/// Every refusal of a branch.
extension Problem {
  static func branchRequest(_ detail: String) -> Problem {
    Problem(
      400, "branch", title: "The announcement of a branch is wrong",
      detail:
        "\(detail) Send v, log, prev, fork, root, after, size, reason, made, cp and signature.")
  }

  static let branchOfAnother = Problem(
    422, "branch-log", title: "The branch is of another log",
    detail: "prev is not the log in the path. Announce it to the log that it branches from.")

  static let branchSignature = Problem(
    422, "branch-signature", title: "The branch is not signed by the log's key",
    detail: "Only the kiosk whose key signs the log may branch it.")

  static let branchCheckpoint = Problem(
    422, "branch-checkpoint", title: "The branch's checkpoint is wrong",
    detail: "cp must be the new log's checkpoint over the first fork events, signed by its key.")

  static let branchTaken = Problem(
    409, "branch-taken", title: "The new log's name is taken",
    detail: "Another kiosk has a log of this name. Choose another at random.")

  static let branchTooLow = Problem(
    422, "branch-fork", title: "More is common than was announced",
    detail: "The event at fork is the same in both logs. Compare the roots again.")

  static func branchFiles(_ log: LogID, from start: Int64) -> Problem {
    Problem(
      409, "branch-files", title: "It cannot be seen where the branch begins",
      detail:
        "The kiosk's batches from event \(start) on, \(log.hex)-\(start)-..., or files that hold them, are "
        + "not beside the announcement. kioskd export writes them again.")
  }

  static let branchLimit = Problem(
    409, "branch-limit", title: "This kiosk has branched too often",
    detail:
      "A key may have \(Branches.logsPerKey) logs. Find out what copies or restores the card, "
      + "then give the kiosk a new key and enrol it again.")

  static let branchBusy = Problem(
    503, "branch-busy", title: "The log is still being read",
    detail: "The numbers of its certificates are not known yet. Come back in 5 seconds.",
    headers: ["Retry-After": "5"])

  static let sizeQuery = Problem(
    400, "size", title: "The size in the query is malformed",
    detail: "size is a whole number from 0, as ?size=4096.")
}

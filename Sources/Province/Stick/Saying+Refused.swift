import Evidence

extension Saying {
  /// Why a kiosk's file was not taken: the problems that whoever holds the stick can do something about
  /// have sentences of their own.
  init(refused problem: Problem, log: LogID) {
    self =
      switch problem.code {
      case "log-unknown": Saying(.importUnknownLog, ["log": log])
      case "revoked": Saying(.importRevoked)
      case "gap": Saying(.importEarly)
      case "fork": Saying(.importFork)
      case "branch-files": Saying(.importBranchFiles, ["reason": problem.detail])
      case "wrong-province": Saying(.importOtherProvince)
      case "encoding", "header", "line", "range", "log", "checkpoint", "root", "signature",
        "personal":
        Saying(.importDamaged, ["reason": problem.detail])
      default: Saying(.importRefused, ["reason": "\(problem.title). \(problem.detail)"])
      }
  }

  /// Why a file is none of a kiosk's, or could not be read or written.
  init(refused error: any Error) { self.init(.importRefused, ["reason": "\(error)"]) }
}

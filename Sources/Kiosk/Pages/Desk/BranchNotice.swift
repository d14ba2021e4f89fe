import Evidence
import HTTP
import Store

/// The alarm "two histories" at the desk, until a director has taken note of it.
enum BranchNotice {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.write(.acknowledgeBranches, in: .transfers, by: .direct) { call in
      guard let user = call.user else { return call.missing(.refusedMissing) }
      try call.desk.acknowledgeBranches(user: user.user)
      return call.leave(to: DeskPlace.transfers.path(), .branchFlash)
    }
  }

  /// The values of the notice on the page of transfers.
  static func values(_ call: DeskRequest) throws -> [String: Any] {
    let unseen = try call.desk.unseenBranches()
    return [
      "hasBranches": !unseen.isEmpty, "branches": unseen.map { branch(call, $0) },
      "canAcknowledge": call.user?.role == .director,
    ]
  }

  /// Every log before the present one, as facts.
  static func facts(_ call: DeskRequest) throws -> [[String: Any]] {
    try call.desk.store.epochs().map { epoch in
      let values = ["moment": call.moment(epoch.openedMilliseconds)]
      return [
        "label": call.text(.branchOldLog, values), "value": TransferRoom.grouped(epoch.log.hex),
        "isCode": true,
      ]
    }
  }

  private static func branch(_ call: DeskRequest, _ epoch: Epoch) -> [String: Any] {
    let announced = epoch.announcedMilliseconds.map { moment in
      call.text(
        .branchAnnounced,
        ["moment": call.moment(moment), "count": call.number(epoch.fork ?? 0)])
    }
    return [
      "what": what(call, epoch), "advice": advice(call, epoch),
      "state": announced ?? call.text(.branchPending),
      "log": TransferRoom.grouped(epoch.log.hex), "size": call.number(epoch.size),
    ]
  }

  private static func what(_ call: DeskRequest, _ epoch: Epoch) -> String {
    let values = ["moment": call.moment(epoch.openedMilliseconds)]
    switch epoch.reason {
    case .restored: return call.text(.branchRestored, values)
    case .fork: return call.text(.branchFork, values)
    }
  }

  private static func advice(_ call: DeskRequest, _ epoch: Epoch) -> String {
    switch epoch.reason {
    case .restored: call.text(.branchRestoredDo)
    case .fork: call.text(.branchForkDo)
    }
  }
}

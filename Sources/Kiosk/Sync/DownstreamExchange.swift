import Evidence
import HTTP
import Store

/// What comes down from the province once a hello went well: the bulletin, or where there is none the
/// bundle of withdrawn certificates that it would carry, and a new certificate for this kiosk's key when it is time. Whatever fails here is one line in the log
/// and is tried again; the transfer of the log does not depend on it.
struct DownstreamExchange {
  let worker: SyncWorker
  let line: ProvinceLine

  func run() {
    fetchNews()
    attempt("certificate", askForCertificate)
  }

  /// At most once an hour, whatever becomes of it. Only a new bulletin saves the question for the bundle:
  /// one that is not taken, or that the province has long not renewed, must not keep withdrawals away.
  private func fetchNews() {
    let now = worker.clock.read().bootMilliseconds
    guard worker.takesNewsTurn(bootMilliseconds: now) else {
      return
    }
    var isNew = false
    attempt("bulletin") {
      let outcome = try fetchBulletin()
      isNew = outcome == "taken"
      return outcome
    }
    if !isNew {
      attempt("bundle", fetchBundle)
    }
  }

  /// The kiosk says which one it holds.
  private func fetchBulletin() throws -> String {
    let mark = BundleMark(directory: worker.keys.directory, name: "bulletin")
    let isHeld = try worker.keys.trust.bulletin().held != nil
    let download = BulletinDownload(line: line, data: worker.store.directory)
    defer {
      if let count = download.waitingByteCount {
        // What is here is not brought again, so that the rest is asked for at the next turn already.
        worker.returnNewsTurn()
        worker.log("event=bulletin outcome=cut bytes=\(count)")
      }
    }
    let response = try download.fetch(tag: isHeld ? mark.tag : nil)
    switch response.status.code {
    case 200:
      let taking = try worker.keys.trust.take(bulletin: response.body)
      try mark.keep(response.headers["ETag"])
      return taking == .taken ? "taken" : "repeated"
    case 304 where isHeld: return "unchanged"
    case 404: return "none"
    case let code: return "status-\(code)"
    }
  }

  /// The kiosk says which one it holds.
  private func fetchBundle() throws -> String {
    let mark = BundleMark(directory: worker.keys.directory)
    let isHeld = try worker.keys.trust.current().bundle != nil
    let response = try line.bundle(tag: isHeld ? mark.tag : nil)
    switch response.status.code {
    case 200:
      let taking = try worker.keys.trust.take(response.body)
      try mark.keep(response.headers["ETag"])
      return taking == .taken ? "taken" : "repeated"
    case 304: return "unchanged"
    case 404: return "none"
    case let code: return "status-\(code)"
    }
  }

  /// At most once a day.
  private func askForCertificate() throws -> String? {
    let now = worker.clock.read()
    let seconds = now.wallMilliseconds / 1_000
    guard let certification = worker.certification, try certification.isDue(atSeconds: seconds)
    else {
      return nil
    }
    let response = try line.certificateRequest(try certification.request(atSeconds: seconds))
    do {
      let outcome = try outcome(of: response, certification, now)
      try certification.note(outcome, atSeconds: seconds)
      return outcome.rawValue
    } catch {
      try certification.note(.failed, atSeconds: seconds)
      throw error
    }
  }

  private func outcome(
    of response: ClientResponse, _ certification: Certification, _ now: ClockReading
  ) throws -> RenewalMark.Outcome {
    switch response.status.code {
    case 200:
      _ = try certification.take(response.body, now: now)
      return .certified
    case 202: return .pending
    case 403: return .refused
    default: return .failed
    }
  }

  private func attempt(_ what: String, _ body: () throws -> String?) {
    do {
      if let outcome = try body() {
        worker.log("event=\(what) outcome=\(outcome)")
      }
    } catch let error as TrustError {
      worker.log("event=\(what) outcome=refused reason=\"\(error.code)\"")
    } catch let error as ClientError {
      worker.log("event=\(what) outcome=failed reason=\"\(error.reason.rawValue)\"")
    } catch {
      worker.log("event=\(what) outcome=failed reason=\"\(error)\"")
    }
  }
}

import Centre
import HTTP
import Store

/// What a kiosk says that cannot open its records: the check-in screen with the reason instead of an
/// invitation, and to everything else the answer that it gives while nothing can be saved. It needs no
/// store and no data.
struct OutOfServicePages: Sendable {
  let hindrance: StartError.Hindrance
  let settings: Settings
  let pages: Pages
  /// The folder of the assets.
  let assets: String
  /// A folder on the disk in question.
  let disk: String

  /// The routes; whatever has none is answered by the reason too.
  var router: Router {
    let problems = ProblemPages(pages: pages, centreName: settings.centre.name) { _, _, _ in
      // Told once at the start: a line for every visitor would fill what is full already.
    }
    var router = Router { request, _ in problems.response(to: request, error: fault) }
    let files = StaticFiles(directory: assets)
    router.on("GET", Link.home.pattern) { screen($0) }
    router.on("GET", Link.asset.pattern) { request in
      try files.respond(to: request, file: request.parameters["file"] ?? "")
    }
    // Waiting pages find the service there, and come to the screen that says what is wrong.
    ScreenRoutes(centreName: settings.centre.name, pages: pages, files: files) { _ in }
      .addRoutes(to: &router)
    router.on("GET", Link.apiStatus.pattern) { request in
      if settings.checkIn.isAPILocal { try RequestOrigin.requireLocal(request) }
      try RequestOrigin.requireOwn(request)
      return status
    }
    return router
  }

  private var fault: StoreError {
    StoreError(
      operation: "open the store", cause: hindrance == .diskFull ? .diskFull : .readOnly,
      code: "out-of-service", message: "Nothing can be saved.")
  }

  private func screen(_ request: Request) -> Response {
    let look = Look(request)
    let now = MachineClock.milliseconds(.realTime)
    let text = { (key: TextKey) in pages.texts.text(key, look.language) }
    let values: [String: Any] = [
      "isOutOfService": true,
      "reason": text(hindrance == .diskFull ? .diskFullTitle : .readOnlyTitle),
      "time": TimeOfDay.text(wallMilliseconds: now),
      "date": DayText.text(Day(wallMilliseconds: now), pages.texts, look.language),
      "code": "",
      "seconds": "%",
    ]
    let frame = DoorFrame(settings: settings, look: look).context
    let page = pages.render(
      "door-idle", values.merging(frame) { own, _ in own }, language: look.language)
    return look.kept(in: page, for: request)
  }

  private var status: Response {
    var json = JSONText()
    json.boolean("canSave", false)
    json.number("diskPercent", (DiskUsage(path: disk)?.percent).map(Int64.init))
    let need = hindrance == .diskFull ? Need.diskFull : Need.cannotSave
    json.list("attention", [JSONText.quoted(need.code)])
    return Response.json(json.object).with("Cache-Control", "no-store")
  }
}

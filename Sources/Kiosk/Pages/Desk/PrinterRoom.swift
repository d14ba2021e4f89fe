import Centre
import HTTP
import Paper
import Store
import Synchronization

/// Choosing the printer: one that a search found, one by its address, the kiosk's own folder, or what
/// the configuration file says; and its test page.
enum PrinterRoom {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.printer, in: .prints) { call in try show(call) }
    routes.write(.printer, in: .prints, choose)
    routes.write(.searchPrinters, in: .prints) { call in
      call.desk.searchPrinters()
      return call.leave(to: DeskPlace.printer.path())
    }
    routes.write(.testPage, in: .prints) { call in
      try call.desk.printTestPage()
      return call.leave(to: DeskPlace.prints.path(), .flashTestPage)
    }
  }

  private static func choose(_ call: DeskRequest) throws -> Response {
    let form = try call.form()
    let address = Name.tidied(form.text("address"))
    let wish: String? =
      switch form.text("use") {
      case "folder": ""
      case "file": nil
      default: address
      }
    guard wish != "" || form.text("use") == "folder" else {
      let problem = FormProblem(field: "address", reason: .missing)
      return try show(call, address: address, problem: problem)
    }
    switch try call.desk.choosePrinter(wish) {
    case .chosen:
      return call.leave(to: DeskPlace.printer.path(), .flashPrinterChosen)
    case .invalid:
      let problem = FormProblem(field: "address", reason: .unreadable)
      return try show(call, address: address, problem: problem)
    }
  }

  // MARK: The page

  private static func show(
    _ call: DeskRequest, address: String? = nil, problem: FormProblem? = nil
  ) throws -> Response {
    let choice = try call.desk.printerChoice()
    let search = call.desk.printerSearch.withLock { $0 }
    var field = Field("address", call.text(.printerAddress), value: address ?? "")
    field.hint = call.text(.printerAddressHint)
    field.isRequired = true
    let problems = problem.map { [$0] } ?? []
    var page = DeskPage("desk-printer", title: call.text(.printerTitle))
    page.values = call.values(of: [field], problems, form: "printer")
    let own: [String: Any] = [
      "now": place(call, choice), "who": who(call, choice),
      "printer": PrintRoom.printer(call), "href": DeskPlace.printer.path(),
      "found": found(call, search, choice), "hasFound": search.list?.printers.isEmpty == false,
      "notFound": notFound(call, search), "isSearching": search.isRunning,
      "hasSearched": search.list != nil || search.hasFailed,
      "isFromFolder": choice.source == .desk && choice.address.isEmpty,
      "isFromFile": choice.source == .file,
      "fileSays": fileSays(call),
    ]
    page.values.merge(own) { _, own in own }
    page.status = problem == nil ? .ok : .unprocessableContent
    page.isLive = search.isRunning && problem == nil
    page.back = (DeskPlace.prints.path(), call.text(.printsTitle))
    return call.answer(page)
  }

  /// Where papers go, as a sentence.
  static func place(_ call: DeskRequest, _ choice: PrinterChoice) -> String {
    let values = ["address": choice.address]
    guard !choice.address.isEmpty else { return call.text(.printsOwnFolder) }
    return call.text(choice.isPrinter ? .printsAddress : .printsFolder, values)
  }

  private static func who(_ call: DeskRequest, _ choice: PrinterChoice) -> String {
    switch choice.source {
    case .desk: call.text(.printerByDesk)
    case .file: call.text(.printerByFile)
    }
  }

  private static func fileSays(_ call: DeskRequest) -> String {
    let address = call.desk.settings.printer.address
    return address.isEmpty ? call.text(.printerFileEmpty) : address
  }

  private static func found(
    _ call: DeskRequest, _ search: PrinterSearch, _ choice: PrinterChoice
  ) -> [[String: Any]] {
    (search.list?.printers ?? []).map { one in
      let about = [one.model, one.location].filter { !$0.isEmpty }.joined(separator: " – ")
      return [
        "name": one.name, "address": one.address, "about": about, "hasAbout": !about.isEmpty,
        "isChosen": one.address == choice.address,
        "chooseLabel": call.text(.printerChooseThis, ["name": one.name]),
      ]
    }
  }

  /// Why the list is short: which of the two services that know printers is not there.
  private static func notFound(_ call: DeskRequest, _ search: PrinterSearch) -> String {
    guard let list = search.list else {
      return search.hasFailed ? call.text(.printerNoLibrary) : ""
    }
    switch (list.hasQueues, list.hasAnnouncements) {
    case (true, true): return list.printers.isEmpty ? call.text(.printerNoneFound) : ""
    case (false, true): return call.text(.printerNoQueues)
    case (true, false): return call.text(.printerNoAnnouncements)
    case (false, false): return call.text(.printerNoServices)
    }
  }
}

/// Every address of the manager's desk: the router takes the raw value, code calls `path`, and a
/// test holds the templates to the same list.
enum DeskPlace: String, CaseIterable, Sendable {
  case today = "/desk"
  case closingSlip = "/desk/closing-slip.pdf"
  case printClosingSlip = "/desk/closing-slip/print"
  case setUp = "/desk/set-up"
  case signIn = "/desk/sign-in"
  case signOut = "/desk/sign-out"
  case residents = "/desk/residents"
  case addResident = "/desk/residents/new"
  case cards = "/desk/residents/cards.pdf"
  case resident = "/desk/residents/{id}"
  case editResident = "/desk/residents/{id}/edit"
  case eraseResident = "/desk/residents/{id}/erase"
  case guests = "/desk/guests"
  case mergeGuest = "/desk/guests/{id}/merge"
  case unmergeGuest = "/desk/guests/{id}/unmerge"
  case courses = "/desk/courses"
  case addCourse = "/desk/courses/new"
  case course = "/desk/courses/{code}"
  case editCourse = "/desk/courses/{code}/edit"
  case closeCourse = "/desk/courses/{code}/close"
  case eligible = "/desk/courses/{code}/certificates"
  case issueRun = "/desk/courses/{code}/certificates/run"
  case stopIssueRun = "/desk/courses/{code}/certificates/run/stop"
  case printClass = "/desk/courses/{code}/certificates/print"
  case classPDF = "/desk/courses/{code}/certificates/certificates.pdf"
  case literacyList = "/desk/courses/{code}/certificates/literacy.pdf"
  case sessions = "/desk/sessions"
  case addSession = "/desk/sessions/new"
  case session = "/desk/sessions/{code}"
  case editSession = "/desk/sessions/{code}/edit"
  case openSession = "/desk/sessions/{code}/open"
  case closeSession = "/desk/sessions/{code}/close"
  case roll = "/desk/sessions/{code}/roll"
  case paperList = "/desk/sessions/{code}/paper"
  case paperListPDF = "/desk/sessions/{code}/paper/list.pdf"
  case paperEntry = "/desk/sessions/{code}/paper/entry"
  case takeBackPaper = "/desk/sessions/{code}/paper/take-back"
  case awards = "/desk/awards"
  case addAward = "/desk/awards/new"
  case certificates = "/desk/certificates"
  case certificate = "/desk/certificates/{number}"
  case certificatePDF = "/desk/certificates/{number}/certificate.pdf"
  case printCertificate = "/desk/certificates/{number}/print"
  case cancelCertificate = "/desk/certificates/{number}/cancel"
  case certificateProof = "/desk/certificates/{number}/certificate.tlog-proof"
  case certificateBadge = "/desk/certificates/{number}/badge"
  case replaceCertificate = "/desk/certificates/{number}/replace"
  case linkCertificate = "/desk/certificates/{number}/replaced-by"
  case register = "/desk/register"
  case registerPDF = "/desk/register/register.pdf"
  case registerCSV = "/desk/register/register.csv"
  case registerXLSX = "/desk/register/register.xlsx"
  case lastNumber = "/desk/register/last-number"
  case verify = "/desk/verify"
  case prints = "/desk/prints"
  case cancelPrint = "/desk/prints/{id}/cancel"
  case retryPrint = "/desk/prints/{id}/retry"
  case printer = "/desk/printer"
  case searchPrinters = "/desk/printer/search"
  case testPage = "/desk/printer/test-page"
  case notices = "/desk/notices"
  case addNotice = "/desk/notices/new"
  case notice = "/desk/notices/{id}"
  case endNotice = "/desk/notices/{id}/end"
  case forgetNotice = "/desk/notices/{id}/forget"
  case transfers = "/desk/transfers"
  case sendNow = "/desk/transfers/now"
  case bulletin = "/desk/bulletin"
  case acknowledgeBranches = "/desk/transfers/branches"
  case stick = "/desk/transfers/usb"
  case cancelStick = "/desk/transfers/usb/stop"
  case takeStick = "/desk/transfers/usb/take"
  case account = "/desk/account"
  case users = "/desk/users"
  case user = "/desk/users/{id}"
  case resetPassword = "/desk/users/{id}/password"
  case switchOffUser = "/desk/users/{id}/off"
  case switchOnUser = "/desk/users/{id}/on"
  case settings = "/desk/settings"
  case clock = "/desk/clock"
  case backup = "/desk/settings/backup"

  /// The address with its parameter filled, percent-encoded.
  func path(_ parameter: String = "") -> String {
    Placeholders.fill(rawValue) { _ in Link.encoded(parameter) }
  }

  /// The address with a query; values are percent-encoded, empty ones left out.
  func path(_ parameter: String = "", query: [(name: String, value: String)]) -> String {
    let pairs = query.filter { !$0.value.isEmpty }
      .map { "\($0.name)=\(Link.encoded($0.value))" }
    return pairs.isEmpty ? path(parameter) : "\(path(parameter))?\(pairs.joined(separator: "&"))"
  }

  /// Where a visitor may be sent after signing in: an address of the desk itself, else today's page.
  ///
  /// Only paths that begin with `/desk` are taken, so that a forged link cannot lead elsewhere.
  static func safeReturn(_ wish: String?) -> String {
    guard let wish, wish.utf8.count <= 512,
      wish == today.rawValue || wish.hasPrefix("/desk/") || wish.hasPrefix("/desk?"),
      wish.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }),
      !wish.contains("//"), !wish.contains(".."), !wish.hasPrefix(signOut.rawValue)
    else { return today.rawValue }
    return wish
  }
}

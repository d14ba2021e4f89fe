package import HTTP

/// The manager's desk: every page and form below `/desk`, server-rendered and usable without script.
///
/// The pages decide nothing: they ask `Desk` and word its answers. Each room is a file of its own.
package struct DeskPages: Sendable {
  private let desk: Desk
  private let pages: Pages

  /// The desk's pages over these use cases and templates.
  package init(desk: Desk, pages: Pages) {
    self.desk = desk
    self.pages = pages
  }

  /// Puts every page of the desk on the router.
  package func addRoutes(to router: inout Router) {
    var routes = DeskRoutes(router: router, desk: desk, pages: pages)
    SignInRoom.addRoutes(to: &routes)
    TodayRoom.addRoutes(to: &routes)
    ResidentRoom.addRoutes(to: &routes)
    GuestRoom.addRoutes(to: &routes)
    CourseRoom.addRoutes(to: &routes)
    SessionRoom.addRoutes(to: &routes)
    SessionFormPage.addRoutes(to: &routes)
    RollRoom.addRoutes(to: &routes)
    PaperListRoom.addRoutes(to: &routes)
    PaperEntryRoom.addRoutes(to: &routes)
    EligibleRoom.addRoutes(to: &routes)
    IssueRunRoom.addRoutes(to: &routes)
    ClassPaperRoom.addRoutes(to: &routes)
    LiteracyRoom.addRoutes(to: &routes)
    AwardRoom.addRoutes(to: &routes)
    CertificateRoom.addRoutes(to: &routes)
    BadgeRoom.addRoutes(to: &routes)
    ReplaceRoom.addRoutes(to: &routes)
    RegisterRoom.addRoutes(to: &routes)
    RegisterFiles.addRoutes(to: &routes)
    NumberRoom.addRoutes(to: &routes)
    VerifyRoom.addRoutes(to: &routes)
    PrintRoom.addRoutes(to: &routes)
    PrinterRoom.addRoutes(to: &routes)
    NoticeRoom.addRoutes(to: &routes)
    NoticeFormPage.addRoutes(to: &routes)
    TransferRoom.addRoutes(to: &routes)
    BulletinRoom.addRoutes(to: &routes)
    StickRoom.addRoutes(to: &routes)
    AccountPage.addRoutes(to: &routes)
    UserRoom.addRoutes(to: &routes)
    UserPage.addRoutes(to: &routes)
    SettingsRoom.addRoutes(to: &routes)
    ClockRoom.addRoutes(to: &routes)
    router = routes.router
  }
}

/// Everything that this kiosk can draw, on one press: one typeface in memory, one document at a time.
package struct Papers: Sendable {
  /// Certificates.
  package let certificates: CertificatePaper
  /// Resident cards.
  package let cards: CardPaper
  /// The register of certificates.
  package let register: RegisterPaper
  /// Lists of learners proposed as literate.
  package let literacy: LiteracyPaper
  /// The printer's test page.
  package let testPage: TestPagePaper
  /// The slip with which a day is closed.
  package let closingSlip: ClosingSlipPaper
  /// The list on which people sign where the kiosk cannot be used.
  package let attendance: AttendancePaper

  /// Prepares nothing yet: neither the typeface nor pango is touched before the first PDF.
  package init(templates: PaperTemplates = PaperTemplates(), font: PaperFont = .liberationSerif) {
    let press = Press(font: font)
    certificates = CertificatePaper(templates: templates, press: press)
    cards = CardPaper(press: press)
    register = RegisterPaper(template: templates.list(named: RegisterPaper.layout), press: press)
    literacy = LiteracyPaper(template: templates.list(named: LiteracyPaper.layout), press: press)
    testPage = TestPagePaper(press: press)
    closingSlip = ClosingSlipPaper(press: press)
    attendance = AttendancePaper(press: press)
  }
}

/// One certificate's line in the register.
package struct RegisterRow: Equatable, Sendable {
  /// The number as it is written on paper: "12/GCN-TTHTCĐ".
  package var displayNumber: String
  /// The holder's name as certified.
  package var holderName: String
  /// The holder's birth year, when known.
  package var birthYear: Int?
  /// Where the holder lives, when known.
  package var residence: String?
  /// What is certified: the course's title, or what the award is for.
  package var content: String
  /// The hours certified, in tenths; nil where no hours are certified.
  package var hoursTenths: Int64?
  /// The day of issue.
  package var issuedDay: Int64
  /// Who signed the paper, when known.
  package var signerName: String?
  /// Why it was cancelled; nil while it stands. The name is then struck through.
  package var cancelReason: String?
  /// The display number of the certificate that replaces this one.
  package var replacedBy: String?
  /// The display number of the certificate that this one replaces.
  package var replaces: String?
  /// How many copies were printed; more than one is noted.
  package var copies: Int

  /// Makes a line from its parts; nothing is checked here.
  package init(
    displayNumber: String, holderName: String, birthYear: Int?, residence: String?,
    content: String, hoursTenths: Int64?, issuedDay: Int64, signerName: String?,
    cancelReason: String? = nil, replacedBy: String? = nil, replaces: String? = nil,
    copies: Int = 1
  ) {
    self.displayNumber = displayNumber
    self.holderName = holderName
    self.birthYear = birthYear
    self.residence = residence
    self.content = content
    self.hoursTenths = hoursTenths
    self.issuedDay = issuedDay
    self.signerName = signerName
    self.cancelReason = cancelReason
    self.replacedBy = replacedBy
    self.replaces = replaces
    self.copies = copies
  }
}

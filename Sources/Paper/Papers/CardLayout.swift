/// Where everything stands on the sheet of resident cards and on a card, in millimetres, and in
/// which size it is set.
///
/// A card is as large as a bank card (ISO/IEC 7810 ID-1), so that it fits every sleeve and purse.
enum CardLayout {
  static let pageWidth = 210.0
  static let pageHeight = 297.0
  static let columns = 2
  static let rows = 5
  static let cardWidth = 85.6
  static let cardHeight = 54.0

  // Cut marks stand outside the cards and do not touch them.
  static let cutMarkGap = 1.5
  static let cutMarkLength = 4.0
  static let cutMarkThickness = 0.35

  // On a card, from its upper left corner.
  static let margin = 5.0
  static let centreBaseline = 8.6
  static let ruleY = 11.4
  static let ruleThickness = 0.8
  static let nameBaseline = 22.0
  static let nameLeading = 6.0
  static let bornBaseline = 28.0
  static let labelBaseline = 43.6
  static let digitsBaseline = 49.0
  /// The code stands in the lower right corner.
  static let codeSide = 25.0
  static let textWidth = 45.0

  static let centre = TextStyle(sizePoints: 9, isBold: true, colour: .lacquer)
  static let name = TextStyle(sizePoints: 15, isBold: true)
  static let born = TextStyle(sizePoints: 10)
  static let label = TextStyle(sizePoints: 7.5, colour: .grey)
  static let digits = TextStyle(sizePoints: 13, isBold: true, trackingThousandths: 20)
  static let smallest = 6.0
}

/// Where everything stands on a certificate, in millimetres from the upper left corner, and in
/// which size it is set, in points.
///
/// The sheet is A4 landscape. The header follows Decree 30/2020/NĐ-CP, annex I; the rest hangs on
/// the centre line, and the signature and the code balance each other at the foot.
enum CertificateLayout {
  static let pageWidth = 297.0
  static let pageHeight = 210.0
  static let centre = 148.5

  // The frame: a bold rule, and a fine one inside it whose corners step inwards.
  static let frameInset = 9.0
  static let frameThickness = 1.6
  static let innerInset = 11.4
  static let innerThickness = 0.5
  static let cornerStep = 4.2

  // The header, in two columns.
  static let issuerCentre = 83.0
  static let issuerWidth = 108.0
  static let nationCentre = 214.0
  static let nationWidth = 112.0
  static let headerBaseline = 26.0
  static let headerSecondBaseline = 32.2
  static let headerRule = 34.2
  static let numberBaseline = 40.0
  static let headerText = TextStyle(sizePoints: 13)
  static let headerBold = TextStyle(sizePoints: 13, isBold: true)
  static let motto = TextStyle(sizePoints: 14, isBold: true)
  static let number = TextStyle(sizePoints: 13)

  // The middle: what is certified.
  static let middleWidth = 232.0
  static let titleBaseline = 62.5
  static let title = TextStyle(
    sizePoints: 36, isBold: true, colour: .lacquer, trackingThousandths: 60)
  static let certifiesBaseline = 74.5
  static let nameBaseline = 87.0
  static let aboutBaseline = 96.0
  static let completedBaseline = 106.0
  static let courseBaseline = 116.5
  static let courseLeading = 8.0
  static let attendedBaseline = 126.0
  static let text = TextStyle(sizePoints: 14)
  static let quiet = TextStyle(sizePoints: 14, isItalic: true)
  static let name = TextStyle(sizePoints: 27, isBold: true, trackingThousandths: 25)
  static let course = TextStyle(sizePoints: 20, isBold: true)
  /// A title that would be smaller than this in one line is set in two.
  static let courseOneLineSmallest = 17.0
  /// Nothing that was written for this sheet may be set smaller than this.
  static let smallest = 11.0
  /// A long commune or a long address may go lower before a paper is refused.
  static let smallestAside = 8.0

  // The foot, right: place and date, office, blank for signature and seal, name.
  static let signerCentre = 214.0
  static let signerWidth = 100.0
  static let datelineBaseline = 139.5
  static let signerBaseline = 147.0
  static let signerLeading = 6.0
  static let signerNameBaseline = 188.0
  static let dateline = TextStyle(sizePoints: 14, isItalic: true)
  static let signer = TextStyle(sizePoints: 14, isBold: true)
  /// Blank space under the office, for a signature and a round seal of 36 mm.
  static let signatureSpace = 30.0

  // The foot, left: the code and the number in clear.
  static let codeLeft = 24.0
  static let codeBottom = 188.0
  static let codeSide = 33.0
  static let codeTextGap = 5.0
  static let labelText = TextStyle(sizePoints: 9.5, colour: .grey)
  static let clearNumber = TextStyle(sizePoints: 12, isBold: true)
  static let reprint = TextStyle(sizePoints: 11, isBold: true, isItalic: true)
  static let fingerprintBaseline = 195.0
  static let fingerprint = TextStyle(sizePoints: 7, colour: .grey, trackingThousandths: 20)

  // A demonstration paper.
  static let demonstrationBaseline = 18.6
  static let demonstration = TextStyle(sizePoints: 12, isBold: true, colour: .lacquer)
  static let washText = TextStyle(
    sizePoints: 38, isBold: true, colour: .wash, trackingThousandths: 30)
  static let washDegrees = -17.0
}

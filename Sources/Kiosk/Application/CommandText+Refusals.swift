package import Evidence

extension CommandText {
  private static let formless: [TrustError.Reason] = [.cbor, .form, .tooLong]

  /// Why a list of withdrawn certificates was not taken.
  package init(refusedList reason: TrustError.Reason) {
    self =
      if reason == .older {
        .trustOlder
      } else if Self.formless.contains(reason) {
        .trustNoBundle
      } else {
        .trustRefused
      }
  }

  /// Why a bulletin was not taken.
  package init(refusedBulletin reason: TrustError.Reason) {
    self =
      if reason == .older {
        .bulletinOlder
      } else if reason == .bulletin || Self.formless.contains(reason) {
        .bulletinNoBulletin
      } else {
        .bulletinRefused
      }
  }

  /// Why a file of a stick, whose kind was told by its form, was not taken.
  package init(refusedFile reason: TrustError.Reason) {
    self =
      if reason == .older {
        .importOlder
      } else if reason == .unknownRoot {
        .importStranger
      } else {
        .importRefused
      }
  }
}

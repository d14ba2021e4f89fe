package import Centre

/// An award for learning-promotion as a clerk types it.
package struct AwardForm: Equatable, Sendable {
  /// The short title that is signed and printed.
  package var title = ""
  /// What it is for, as a sentence that goes on after the holder's name.
  package var citation = ""
  /// What it rests on; may be empty.
  package var basis = ""
  /// How the paper addresses the holder; empty for "ông (bà)", as the layout has it.
  package var salutation = ""

  package init() {}

  /// A form filled with the words of an award, to be corrected.
  package init(_ award: Award) {
    title = award.title
    citation = award.citation
    basis = award.basis ?? ""
    salutation = award.salutation ?? ""
  }
}

/// The sentences inside a badge, in the language of the certificate; they come from the catalogue of
/// whoever makes it.
package struct BadgeWords: Equatable, Sendable {
  /// The badge's name, usually the course's title.
  package let name: String
  /// What the course is.
  package let description: String
  /// What a learner did to be awarded it.
  package let criteria: String
  /// The name of the figure that counts the hours.
  package let hours: String
  /// The name of the paper behind the badge, with its number.
  package let paper: String
  /// How badge and paper belong together.
  package let paperNarrative: String
  /// The name of the device's certificate.
  package let device: String
  /// What the device's certificate proves.
  package let deviceNarrative: String

  /// All sentences of one badge.
  package init(
    name: String, description: String, criteria: String, hours: String, paper: String,
    paperNarrative: String, device: String, deviceNarrative: String
  ) {
    self.name = name
    self.description = description
    self.criteria = criteria
    self.hours = hours
    self.paper = paper
    self.paperNarrative = paperNarrative
    self.device = device
    self.deviceNarrative = deviceNarrative
  }
}

import Evidence

/// The parts of a statement before they are written.
struct Sentence {
  let actor: Actor
  let verb: Verb
  let object: Object
  var parents: [Happening.Course] = []
  var result: [String: CanonicalValue] = [:]
  /// The context's extensions.
  var extensions: [String: CanonicalValue] = [:]
  /// The statement that this one is about.
  var about: UUIDv8?
  /// The statement that this one makes void.
  var voids: UUIDv8?

  /// An Agent with an account, the only kind we send.
  struct Actor {
    let homePage: String
    let name: String

    var value: CanonicalValue {
      .object([
        "objectType": .text("Agent"),
        "account": .object(["homePage": .text(homePage), "name": .text(name)]),
      ])
    }
  }

  /// An activity, or another statement.
  enum Object {
    case activity(id: String, type: String?, name: [String: String]?)
    case reference(UUIDv8)

    var id: String {
      switch self {
      case .activity(let id, _, _): id
      case .reference(let id): "\(id)"
      }
    }

    var isActivity: Bool {
      switch self {
      case .activity: true
      case .reference: false
      }
    }

    var value: CanonicalValue {
      switch self {
      case .activity(let id, let type, let name):
        var definition: [String: CanonicalValue] = [:]
        definition["type"] = type.map { .text($0) }
        // A text that is empty is no text (section 4.2).
        let words = (name ?? [:]).filter { !$0.value.isEmpty }
        if !words.isEmpty { definition["name"] = .object(words.mapValues { .text($0) }) }
        var members: [String: CanonicalValue] = ["objectType": .text("Activity"), "id": .text(id)]
        if !definition.isEmpty { members["definition"] = .object(definition) }
        return .object(members)
      case .reference(let id):
        return .object(["objectType": .text("StatementRef"), "id": .text("\(id)")])
      }
    }
  }
}

/// The verbs in use: those of public vocabularies where there is one.
enum Verb {
  case attended
  case exited
  case voided
  case earned
  case revoked

  /// How the names of our own terms begin, where no public vocabulary has one.
  static let vocabulary = "urn:learning-kiosk:xapi:"

  /// The verb's IRI.
  var id: String {
    switch self {
    case .attended: "http://adlnet.gov/expapi/verbs/attended"
    case .exited: "http://adlnet.gov/expapi/verbs/exited"
    case .voided: "http://adlnet.gov/expapi/verbs/voided"
    case .earned: "http://id.tincanapi.com/verb/earned"
    case .revoked: Verb.vocabulary + "revoked"
    }
  }

  /// The verb with its words.
  func value(_ words: StatementWords) -> CanonicalValue {
    .object(["id": .text(id), "display": .object(words.map(text).mapValues { .text($0) })])
  }

  private var text: TextKey {
    switch self {
    case .attended: .xapiAttended
    case .exited: .xapiExited
    case .voided: .xapiVoided
    case .earned: .xapiEarned
    case .revoked: .xapiRevoked
    }
  }
}

/// Lengths of time as ISO 8601 writes them.
enum DurationText {
  /// E.g. `PT1H30M0.25S`, to the hundredth of a second as xAPI compares them (section 4.6); nothing is
  /// `PT0S`.
  static func iso(milliseconds: Int64) -> String {
    let hundredths = max(0, milliseconds) / 10
    let (hours, minutes) = (hundredths / 360_000, hundredths / 6_000 % 60)
    let (seconds, rest) = (hundredths / 100 % 60, hundredths % 100)
    var text = "PT"
    if hours > 0 { text += "\(hours)H" }
    if minutes > 0 { text += "\(minutes)M" }
    let fraction = rest == 0 ? "" : "." + (rest < 10 ? "0" : "") + "\(rest)"
    if seconds > 0 || rest > 0 || hundredths < 6_000 { text += "\(seconds)\(fraction)S" }
    return text
  }
}

import HTTP

/// One labelled field of a form as the template `desk-field` draws it, with its hint and its error.
struct Field {
  /// How the field is typed.
  enum Kind {
    case text
    /// Text of several lines' length; a line break in it counts as a space.
    case paragraph
    case password
    /// Digits: a telephone shows its number pad.
    case digits
    /// One of a list of keys and words.
    case choice([(key: String, word: String)])
  }

  let name: String
  let label: String
  var value = ""
  var kind = Kind.text
  var hint = ""
  var isRequired = false
  /// Whether the label says "optional".
  var isOptional = false
  /// Whether it may stand beside another one.
  var isNarrow = false
  /// Whether the value is shown but may not be changed.
  var isFixed = false
  /// What a browser may fill in by itself.
  var autocomplete = "off"
  /// What is wrong with the value; empty when nothing is.
  var error = ""

  init(_ name: String, _ label: String, value: String = "") {
    self.name = name
    self.label = label
    self.value = value
  }

  /// The values of the template.
  var values: [String: Any] {
    var notes: [String] = []
    if !hint.isEmpty { notes.append("\(name)-hint") }
    if !error.isEmpty { notes.append("\(name)-error") }
    return [
      "name": name, "label": label, "value": value, "hint": hint, "hasHint": !hint.isEmpty,
      "error": error, "hasError": !error.isEmpty, "hasNotes": !notes.isEmpty,
      "notes": notes.joined(separator: " "), "isRequired": isRequired, "isOptional": isOptional,
      "isFixed": isFixed,
      "isNarrow": isNarrow, "autocomplete": autocomplete, "type": type, "isText": isOneLine,
      "isParagraph": isParagraph,
      "isChoice": !options.isEmpty, "options": options, "hasInputMode": inputMode != nil,
      "inputMode": inputMode ?? "",
    ]
  }

  private var isOneLine: Bool {
    switch kind {
    case .text, .password, .digits: true
    case .paragraph, .choice: false
    }
  }

  private var isParagraph: Bool {
    if case .paragraph = kind { true } else { false }
  }

  private var type: String {
    switch kind {
    case .password: "password"
    case .text, .paragraph, .digits, .choice: "text"
    }
  }

  private var inputMode: String? {
    switch kind {
    case .digits: "numeric"
    case .text, .paragraph, .password, .choice: nil
    }
  }

  private var options: [[String: Any]] {
    switch kind {
    case .text, .paragraph, .password, .digits: []
    case .choice(let choices):
      choices.map { ["key": $0.key, "word": $0.word, "isChosen": $0.key == value] }
    }
  }
}

extension DeskRequest {
  /// The fields with each problem at its place, ready for a template: `fields`, and `problems` for
  /// the summary above the form.
  func values(
    of fields: [Field], _ problems: [FormProblem] = [], form: String
  ) -> [String: Any] {
    var drawn: [[String: Any]] = []
    var summary: [[String: Any]] = []
    for var field in fields {
      if let problem = problems.first(where: { $0.field == field.name }) {
        field.error = sentence(problem, form: form)
      }
      if !field.error.isEmpty {
        summary.append(["name": field.name, "label": field.label, "error": field.error])
      }
      drawn.append(field.values)
    }
    return ["fields": drawn, "problems": summary, "hasProblems": !summary.isEmpty]
  }

  /// The form that was sent. Throws `Refusal` for a body that is no form.
  func form() throws -> FormText {
    FormText(try http.form())
  }
}

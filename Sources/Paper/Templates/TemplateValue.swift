/// A value of a template's JSON, whatever it is.
enum TemplateValue: Decodable {
  case text(String)
  case number(Double)
  case boolean(Bool)
  case list([TemplateValue])
  case object([String: TemplateValue])
  case null

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let boolean = try? value.decode(Bool.self) {
      self = .boolean(boolean)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let list = try? value.decode([TemplateValue].self) {
      self = .list(list)
    } else {
      self = .object(try value.decode([String: TemplateValue].self))
    }
  }
}

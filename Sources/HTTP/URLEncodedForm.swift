/// The strict parser of `application/x-www-form-urlencoded` bodies and of query strings.
enum URLEncodedForm {
  /// `place` is "form" or "query" and begins the refusal's code; refuses with 400 or 413.
  static func parse(_ bytes: [UInt8], limits: FormLimits, place: String) throws(Refusal) -> Form {
    var form = Form()
    guard !bytes.isEmpty else { return form }
    var start = 0
    while start <= bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "&")) ?? bytes.count
      if end > start {
        guard form.fields.count < limits.maxFields else {
          throw Refusal(
            .contentTooLarge, code: "\(place).fields",
            detail: "The \(place) has more than \(limits.maxFields) fields.")
        }
        form.fields.append(try field(bytes[start..<end], limits: limits, place: place))
      }
      start = end + 1
    }
    return form
  }

  private static func field(
    _ pair: ArraySlice<UInt8>, limits: FormLimits, place: String
  ) throws(Refusal) -> Form.Field {
    let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
    let name = try part(pair[..<equals], limit: limits.maxNameBytes, place: place, what: "name")
    let value = try part(
      pair[equals...].dropFirst(), limit: limits.maxValueBytes, place: place,
      what: "value of \(name)")
    return Form.Field(name: name, value: value)
  }

  private static func part(
    _ bytes: ArraySlice<UInt8>, limit: Int, place: String, what: String
  ) throws(Refusal) -> String {
    let decoded: String
    do {
      decoded = try Percent.decode(bytes, plusIsSpace: true, allowsControls: true)
    } catch {
      throw Refusal(
        .badRequest, code: "\(place).\(error.reason)",
        detail: "The \(place) has \(error.reason.rawValue) in the \(what), "
          + "at byte \(bytes.startIndex + error.offset).")
    }
    guard decoded.utf8.count <= limit else {
      throw Refusal(
        .contentTooLarge, code: "\(place).length",
        detail: "The \(place)'s \(what) is longer than \(limit) bytes.")
    }
    return decoded
  }
}

/// A request target taken apart (RFC 9112 section 3.2): origin form, absolute form, or `*`.
struct Target: Sendable {
  let raw: String
  let path: String
  let query: Form

  /// Throws `Refusal` 400 naming the part and the byte that is wrong.
  init(_ raw: String) throws(Refusal) {
    self.raw = raw
    let origin = Self.originForm(raw.utf8[...])
    guard origin.first == UInt8(ascii: "/") || raw == "*" else {
      throw Refusal(
        .badRequest, code: "target.form", detail: "The request target does not begin with a slash.")
    }
    if let place = raw.utf8.firstIndex(where: { $0 <= 0x20 || $0 == 0x7f }) {
      let offset = raw.utf8.distance(from: raw.startIndex, to: place)
      throw Refusal(
        .badRequest, code: "target.control",
        detail: "The request target has a space or control character at byte \(offset).")
    }
    let end = origin.firstIndex(of: UInt8(ascii: "?")) ?? origin.endIndex
    do {
      path = try Percent.decode(origin[..<end], plusIsSpace: false, allowsControls: false)
    } catch {
      throw Refusal(
        .badRequest, code: "target.\(error.reason)",
        detail: "The path has \(error.reason.rawValue) at byte \(error.offset).")
    }
    guard end != origin.endIndex else {
      query = Form()
      return
    }
    query = try URLEncodedForm.parse(
      Array(origin[origin.index(after: end)...]), limits: .standard, place: "query")
  }

  /// A stand-in for a target that was refused, so that the refusal has a request to go with.
  init(unparsed raw: String) {
    self.raw = raw
    path = "/"
    query = Form()
  }

  /// "http://host/path?query" as a proxy sends it, without scheme and host.
  private static func originForm(_ raw: Substring.UTF8View) -> Substring.UTF8View {
    guard raw.first != UInt8(ascii: "/"), Substring(raw).hasPrefix("http://") else { return raw }
    let authority = raw.dropFirst("http://".utf8.count)
    guard let slash = authority.firstIndex(of: UInt8(ascii: "/")) else { return "/"[...].utf8 }
    return authority[slash...]
  }
}

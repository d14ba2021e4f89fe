/// What a client says about compressed answers (RFC 9110 section 12.5.3).
package enum ContentCoding {
  /// Whether an `Accept-Encoding` field takes gzip; a client that sends none is not asked to.
  package static func acceptsGzip(_ field: String?) -> Bool {
    var anything = false
    for item in (field ?? "").lowercased().split(separator: ",") {
      let parts = item.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
      guard let name = parts.first else { continue }
      let isRefused = parts.dropFirst().contains { part in
        part.hasPrefix("q=") && (Double(part.dropFirst(2)) ?? 0) <= 0
      }
      if name == "gzip" || name == "x-gzip" { return !isRefused }
      if name == "*" { anything = !isRefused }
    }
    return anything
  }
}

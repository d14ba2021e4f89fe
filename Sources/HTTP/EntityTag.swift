/// Compares entity tags (RFC 9110 section 8.8.3).
package enum EntityTag {
  /// True if an `If-None-Match` field lists `tag`, which makes the answer 304. Weak comparison.
  package static func isListed(_ tag: String, in field: String?) -> Bool {
    guard let field else { return false }
    guard field != tag else { return true }
    return field.split(separator: ",").contains { item in
      let item = item.drop { $0 == " " || $0 == "\t" }
      let strong = item.hasPrefix("W/") ? item.dropFirst(2) : item
      return strong == tag || strong == "*"
    }
  }
}

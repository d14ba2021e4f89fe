import Evidence
package import HTTP

/// Something answered that is not the province's server: a captive portal, a proxy, another program.
package struct Stranger: Equatable, Sendable {
  /// What it looked like, in technical words: status, type, name and title. It may come from
  /// anybody, so it is short and free of control characters.
  package let looks: String

  /// The sentence for the log.
  package var message: String { "reached something that is not the province's server: \(looks)" }

  /// Describes an answer that is none of the protocol's.
  init(_ response: ClientResponse) {
    var parts = ["status \(response.status.code)"]
    if let type = response.headers["Content-Type"], !type.isEmpty { parts.append(type) }
    if let server = response.headers["Server"], !server.isEmpty {
      parts.append("server \(server)")
    }
    if let place = response.headers["Location"] { parts.append("leads to \(Self.host(place))") }
    if let title = Self.title(response.body) { parts.append("title \(title)") }
    looks = parts.map { Self.short($0) }.joined(separator: ", ")
  }

  /// Describes a failure that shows that somebody else stands in the way; nil for any other.
  package init?(_ error: ClientError) {
    switch error.reason {
    case .untrusted, .secure, .proxy: looks = Self.short(error.message, most: 240)
    case .address, .resolve, .connect, .timeout, .tooBig, .interrupted, .other: return nil
    }
  }

  /// Scheme and host of an address: the rest may name a guest.
  private static func host(_ address: String) -> String {
    address.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).prefix(3)
      .joined(separator: "/")
  }

  /// What stands between `<title>` and its end within the first 8 KiB.
  private static func title(_ body: [UInt8]) -> String? {
    let text = String(decoding: body.prefix(8_192), as: UTF8.self)
    guard let start = text.asciiRange(of: "<title")?.upperBound,
      let open = text[start...].firstIndex(of: ">"),
      let end = text.asciiRange(of: "</title")?.lowerBound, open < end
    else {
      return nil
    }
    let words = text[text.index(after: open)..<end].split(whereSeparator: \.isWhitespace)
    return words.isEmpty ? nil : words.joined(separator: " ")
  }

  private static func short(_ text: String, most: Int = 80) -> String {
    let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: " "
      default: scalar == "\"" ? "'" : scalar
      }
    }
    let clean = String(String.UnicodeScalarView(scalars))
    return clean.count > most ? clean.prefix(most - 1) + "…" : clean
  }
}

extension String {
  /// Where ASCII `word` stands first, in any case of its letters.
  fileprivate func asciiRange(of word: String) -> Range<Index>? {
    let wanted = Array(word.utf8)
    var start = utf8.startIndex
    while start < utf8.endIndex {
      let end = utf8.index(start, offsetBy: wanted.count, limitedBy: utf8.endIndex)
      guard let end else {
        return nil
      }
      if zip(utf8[start..<end], wanted).allSatisfy({ ($0 | 0x20) == ($1 | 0x20) }) {
        return start..<end
      }
      start = utf8.index(after: start)
    }
    return nil
  }
}

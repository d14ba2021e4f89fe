extension Settings {
  /// Reads the section `forward`.
  mutating func readForward(_ reader: inout SettingsReader) throws(SettingsError) {
    try reader.text("forward.url", &forward.url) { $0.isEmpty ? nil : Settings.addressReason($0) }
    try reader.text("forward.version", &forward.version) { text in
      ["1.0.3", "2.0.0"].contains(text) ? nil : "must be \"1.0.3\" or \"2.0.0\""
    }
    try reader.text("forward.user", &forward.user) { text in
      text.contains(":") ? "must not hold a colon" : nil
    }
    try reader.text("forward.passwordFile", &forward.passwordFile)
    try reader.text("forward.authorityFile", &forward.authorityFile)
    try reader.text("forward.homePage", &forward.homePage) { text in
      text.isEmpty ? nil : Settings.addressReason(text)
    }
    try reader.integer("forward.intervalSeconds", &forward.intervalSeconds, in: 1...86_400)
    try reader.integer("forward.timeoutSeconds", &forward.timeoutSeconds, in: 1...600)
    try reader.integer("forward.maxStatements", &forward.maxStatements, in: 1...100)
    try reader.integer("forward.maxBytes", &forward.maxBytes, in: 16_384...8_388_608)
  }

  /// An address goes into requests and names as it is, and never into the log with a password.
  private static func addressReason(_ text: String) -> String? {
    let rest = ["https://", "http://"].first { text.hasPrefix($0) }.map {
      text.dropFirst($0.count)
    }
    let isAddress =
      rest.map { rest in
        !rest.isEmpty && !rest.hasPrefix("/") && !rest.hasSuffix("/")
          && rest.utf8.allSatisfy { 0x21...0x7E ~= $0 && !"\"<>?#@\\^`{|}".utf8.contains($0) }
      } ?? false
    return isAddress
      ? nil
      : "must be an address such as \"https://lrs.example/xapi\", without a user, a query or a "
        + "slash at the end"
  }
}

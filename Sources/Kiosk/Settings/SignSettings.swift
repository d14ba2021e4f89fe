/// What certificates say beside their facts: who signs, and which address their code opens.
package struct SignSettings: Equatable, Sendable {
  /// One or two lines over the signature, e.g. "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC".
  package var signerTitles: [String]
  /// The name under the signature; empty leaves the place free.
  package var signerName: String
  /// The host of the verifying page; short, because it stands in every code.
  package var shortHost: String
  /// The path of the centre's own layout of course certificates; empty for the built-in one.
  package var template: String
  /// The path of the centre's emblem, a PNG picture; empty for none.
  package var emblem: String
  /// Days before the end of the device certificate from which a new one is asked for.
  package var renewDays: Int

  init(_ reader: inout SettingsReader) throws(SettingsError) {
    signerTitles = try reader.texts("sign.signerTitles", ["GIÁM ĐỐC"], least: 1, most: 2)
    signerName = try reader.text("sign.signerName", "Nguyễn Văn Thịnh", most: 60)
    shortHost = try reader.text("sign.shortHost", "gcn.example", least: 4, most: 32)
    renewDays = try reader.integer("sign.renewDays", 60, in: 1...365)
    let isHost = shortHost.utf8.allSatisfy { byte in
      (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2d || byte == 0x2e
    }
    guard isHost else {
      throw reader.wrong("sign.shortHost", "must be a host name in small letters, without https://")
    }
    template = try reader.text("sign.template", "", most: 1_024)
    emblem = try reader.text("sign.emblem", "", most: 1_024)
  }
}

import Foundation
import HTTP
import Testing

@testable import Province

@Suite struct SettingsTests {
  private static let shipped = URL(fileURLWithPath: TestProvince.assets)
    .deletingLastPathComponent().appendingPathComponent("kiosk-config/province.toml").path

  @Test func `the shipped file names every key with the default of the code`() throws {
    #expect(try Settings(file: Self.shipped).lines == Settings().lines)
    let text = try String(contentsOfFile: Self.shipped, encoding: .utf8)
    var section = ""
    var found: [String] = []
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      if line.hasPrefix("[") {
        section = String(line.dropFirst().dropLast())
      } else {
        found.append("\(section).\(line)")
      }
    }
    #expect(found == Settings().lines)
  }

  @Test func `every key of the shipped file stands below a comment`() throws {
    let lines = try String(contentsOfFile: Self.shipped, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    var isExplained = false
    for line in lines {
      if line.hasPrefix("#") { isExplained = true }
      if line.isEmpty || line.hasPrefix("[") { isExplained = false }
      if line.contains(" = "), !line.hasPrefix("#") { #expect(isExplained, "\(line)") }
    }
  }

  /// A text and the one error it must give.
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let line: Int?
    let key: String?
    let message: String

    var testDescription: String { text }
  }

  @Test(arguments: [
    Case(text: "[http]\nprot = 1", line: 2, key: "http.prot", message: "unknown key"),
    Case(text: "\n[htp]\nport = 1", line: 3, key: "htp.port", message: "unknown key"),
    Case(text: "\n[nothing]\n", line: 2, key: "nothing", message: "unknown section"),
    Case(text: "port = 1", line: 1, key: "port", message: "unknown key"),
    Case(
      text: "[http]\n# port\nport = \"x\"", line: 3, key: "http.port",
      message: "must be of type integer, not string"),
    Case(
      text: "[http]\nkeyFile = \"a.key\"", line: 2, key: "http.keyFile",
      message: "must be named together with http.certificateFile"),
    Case(
      text: "[http]\nport = 70000", line: 2, key: "http.port",
      message: "70000 is outside 0 to 65535"),
    Case(
      text: "[province]\nhost = \"Ninh Bình\"", line: 2, key: "province.host",
      message: "must be a lower-case host name such as \"tthtcd.ninhbinh.example\""),
    Case(
      text: "[database]\nurl = \"postgresql://a:b@c/d\"", line: 2, key: "database.url",
      message: "must not hold a password; use database.passwordFile, PGPASSWORD or PGPASSFILE"),
    Case(
      text: "[personal]\naccepted = [\"name\"]", line: 2, key: "personal.accepted",
      message: "\"name\" is not of the form \"kind/field\""),
    Case(
      text: "[forward]\nurl = \"https://user:secret@lrs.example\"", line: 2, key: "forward.url",
      message:
        "must be an address such as \"https://lrs.example/xapi\", without a user, a query or a slash at "
        + "the end"),
    Case(
      text: "[forward]\nversion = \"2.0\"", line: 2, key: "forward.version",
      message: "must be \"1.0.3\" or \"2.0.0\""),
    Case(
      text: "[pages]\nlanguage = \"fr\"", line: 2, key: "pages.language",
      message: "must be \"vi\" or \"en\""),
  ])
  func `a flaw is one error with file, line and key`(_ given: Case) throws {
    let error = try #require(throws: SettingsError.self) {
      var reader = try SettingsReader(text: given.text, file: "p.toml")
      _ = try Settings(&reader)
    }
    #expect(error.file == "p.toml")
    #expect(error.line == given.line)
    #expect(error.key == given.key)
    #expect(error.message == given.message)
  }

  @Test(arguments: [
    ("http", "certificateFile = \"/none.pem\"\nkeyFile = \"/none.key\"", "http.certificateFile"),
    ("pull", "authorityFile = \"/none.pem\"", "pull.authorityFile"),
    ("pull", "certificateFile = \"/none.pem\"\nkeyFile = \"/none.key\"", "pull.certificateFile"),
  ])
  func `a missing file of TLS is told with the line of its key`(
    _ section: String, _ line: String, _ key: String
  ) throws {
    var reader = try SettingsReader(text: "[\(section)]\n\(line)", file: "p.toml")
    let settings = try Settings(&reader)
    let error = try #require(throws: SettingsError.self) {
      try settings.naming { try TLSFile.certificates("/none.pem") }
    }
    #expect(error.description.hasPrefix("p.toml:2: \(key): /none.pem: "), "\(error)")
  }

  @Test func `a missing password or folder of pages is told with the line of its key`() throws {
    let text = "[database]\npasswordFile = \"/none\"\n[pages]\nassets = \"/none\""
    var reader = try SettingsReader(text: text, file: "p.toml")
    let settings = try Settings(&reader)
    let password = try #require(throws: SettingsError.self) { try settings.target }
    let assets = try #require(throws: SettingsError.self) { try settings.assets }
    #expect(password.description == "p.toml:2: database.passwordFile: /none: cannot be read")
    #expect(assets.description.hasPrefix("p.toml:4: pages.assets: /none: "))
  }

  @Test func `a syntax error has its line`() throws {
    let error = try #require(throws: SettingsError.self) {
      _ = try SettingsReader(text: "[http]\nport = \n", file: "p.toml")
    }
    #expect(error.line == 2)
  }

  @Test func `a missing file is named`() throws {
    let error = try #require(throws: SettingsError.self) {
      _ = try Settings(file: "/nowhere/p.toml")
    }
    #expect(error.description == "/nowhere/p.toml: cannot be read")
  }
}

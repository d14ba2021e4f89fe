import Foundation
import Testing

@testable import Kiosk

@Suite struct SettingsTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let line: Int
    let key: String
    let reason: String
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "an unknown key", text: "[http]\nport = 1\ncolour = \"red\"", line: 3,
      key: "http.colour", reason: "is not a key"),
    Case(
      name: "an unknown section", text: "# kiosk\n[colours]\nred = 1", line: 2, key: "colours",
      reason: "is not a section"),
    Case(
      name: "a key outside every section", text: "port = 1", line: 1, key: "port",
      reason: "is not a section"),
    Case(
      name: "a number in quotes", text: "[http]\nport = \"80\"", line: 2, key: "http.port",
      reason: "whole number from 0 to 65535"),
    Case(
      name: "a number out of range", text: "[http]\n\nport = 70000", line: 3, key: "http.port",
      reason: "whole number from 0 to 65535"),
    Case(
      name: "a fraction", text: "[checkIn]\nundoSeconds = 1.5", line: 2,
      key: "checkIn.undoSeconds", reason: "whole number"),
    Case(
      name: "a text without quotes", text: "[centre]\ncode = 14464", line: 2, key: "centre.code",
      reason: "text in quotes"),
    Case(
      name: "a centre code of four digits", text: "[centre]\ncode = \"1446-1\"", line: 2,
      key: "centre.code", reason: "7 to 9 characters"),
    Case(
      name: "a centre code of letters", text: "[centre]\ncode = \"1446a-1\"", line: 2,
      key: "centre.code", reason: "commune code"),
    Case(
      name: "yes for true", text: "[checkIn]\nhidesNames = \"yes\"", line: 2,
      key: "checkIn.hidesNames", reason: "true or false"),
    Case(
      name: "a text for a list", text: "[sign]\nsignerTitles = \"GIÁM ĐỐC\"", line: 2,
      key: "sign.signerTitles", reason: "list of texts"),
    Case(
      name: "three signer lines", text: "[sign]\nsignerTitles = [\"a\", \"b\", \"c\"]", line: 2,
      key: "sign.signerTitles", reason: "1 to 2 texts"),
    Case(
      name: "a host with a scheme", text: "[sign]\nshortHost = \"https://x.vn\"", line: 2,
      key: "sign.shortHost", reason: "host name"),
    Case(
      name: "a province without a scheme", text: "[sync]\nprovinceURL = \"ninhbinh.vn\"", line: 2,
      key: "sync.provinceURL", reason: "https://"),
    Case(
      name: "a proxy with a password", text: "[sync]\nproxy = \"http://a:b@proxy:3128\"", line: 2,
      key: "sync.proxy", reason: "proxyCredentialsFile"),
    Case(
      name: "a line of 100 bytes a second", text: "[sync]\nbytesPerSecond = 100", line: 2,
      key: "sync.bytesPerSecond", reason: "256"),
    Case(
      name: "a key without a certificate", text: "[http]\nkeyFile = \"a.key\"", line: 2,
      key: "http.keyFile", reason: "together with http.certificateFile"),
    Case(
      name: "client certificates without TLS", text: "[http]\nclientAuthorityFile = \"a.pem\"",
      line: 2, key: "http.clientAuthorityFile", reason: "needs http.certificateFile"),
    Case(
      name: "a batch below the least", text: "[sync]\nbatchEvents = 2", line: 2,
      key: "sync.batchEvents", reason: "between"),
    Case(
      name: "a section that is a number", text: "http = 3", line: 1, key: "http",
      reason: "must be a section"),
    Case(
      name: "a broken line", text: "[http]\nport = ", line: 2, key: "", reason: ""),
    Case(
      name: "no printer", text: "[printer]\naddress = \"http://printer\"", line: 2,
      key: "printer.address", reason: "ipp://"),
    Case(
      name: "a key twice", text: "[http]\nport = 1\nport = 2", line: 3, key: "", reason: ""),
  ]

  @Test(arguments: cases)
  func `a mistake is one error with its line and key`(_ given: Case) throws {
    let error = #expect(throws: SettingsError.self) {
      try Settings(text: given.text, file: "kiosk.toml")
    }

    #expect(error?.line == given.line)
    #expect(error?.key == given.key)
    #expect(error?.reason.contains(given.reason) ?? false || given.reason.isEmpty)
    #expect(error?.description.hasPrefix("kiosk.toml:\(given.line): ") ?? false)
  }

  @Test(arguments: [
    ("sign", "template = \"none.json\"", "sign.template: none.json: "),
    ("sign", "emblem = \"none.png\"", "sign.emblem: none.png: "),
    (
      "http", "certificateFile = \"/none.pem\"\nkeyFile = \"/none.key\"",
      "http.certificateFile: /none.pem: "
    ),
    ("sync", "authorityFile = \"/none.pem\"", "sync.authorityFile: /none.pem: "),
    (
      "sync", "proxyCredentialsFile = \"/none.txt\"",
      "sync.proxyCredentialsFile: /none.txt: "
    ),
  ])
  func `a file that a key names and that is missing stops the start with file, line and key`(
    _ section: String, _ line: String, _ place: String
  ) throws {
    let folder = "\(NSTemporaryDirectory())/named-\(UInt64.random(in: 0 ... .max))"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let text = "[\(section)]\n\(line)\n" + (section == "http" ? "" : "[http]\n") + "port = 0\n"
    let settings = try Settings(text: text, file: "kiosk.toml")

    let error = #expect(throws: StartError.self) {
      try Application(
        settings: settings, data: folder, assets: DoorKiosk.assets, logger: Bed.quiet)
    }

    #expect(error?.reason == .settings)
    #expect(error?.message.hasPrefix("kiosk.toml:2: \(place)") ?? false, "\(error?.message ?? "")")
  }

  @Test func `a missing file is one error that names it`() {
    let error = #expect(throws: SettingsError.self) { try Settings(path: "/nowhere/kiosk.toml") }

    #expect(error?.description.hasPrefix("/nowhere/kiosk.toml: cannot be read") ?? false)
  }

  @Test func `the file shows every key of the code with its default`() throws {
    let path = "\(DoorKiosk.root)/kiosk-config/kiosk.toml"
    let file = try Settings(path: path)
    let standard = try Settings.standard()
    let text = try String(contentsOfFile: path, encoding: .utf8)

    #expect(file.entries == standard.entries)
    #expect(file.entries.allSatisfy { $0.value == $0.defaultValue })
    for entry in standard.entries {
      let key = entry.key.split(separator: ".")[1]
      #expect(text.contains("\n\(key) = \(entry.defaultValue)\n"), "\(entry.key)")
    }
  }

  @Test func `a key left out keeps its default and the others count`() throws {
    let settings = try Settings(text: "[checkIn]\nundoSeconds = 20", file: "test")

    #expect(settings.checkIn.undoSeconds == 20)
    #expect(settings.checkIn.resultSeconds == 4)
    #expect(settings.http.port == 8_080)
  }
}

import Foundation
import Paper
import Testing

@testable import Kiosk

/// The desk's texts, addresses and templates fit one another.
@Suite struct DeskRoomsTextTests {
  private func templates() throws -> [(name: String, text: String)] {
    let pages = "\(DeskRoomsBed.assets)/pages"
    return try FileManager.default.contentsOfDirectory(atPath: pages)
      .filter { $0.hasPrefix("desk-") }
      .map { ($0, try String(contentsOfFile: "\(pages)/\($0)", encoding: .utf8)) }
  }

  @Test(arguments: Language.allCases)
  func `every text that code asks for is there`(language: Language) throws {
    let texts = try Texts(directory: "\(DeskRoomsBed.assets)/text")

    for key in DeskText.allCases {
      #expect(texts.text(named: key.rawValue, language) != nil, "\(key.rawValue)")
    }
    for reason in FormProblem.Reason.allCases {
      #expect(texts.text(named: "desk.problem.\(reason.rawValue)", language) != nil)
    }
    for condition in PrinterState.Condition.allCases.map(\.rawValue) + ["noAnswer", "notAsked"] {
      #expect(texts.text(named: "desk.printer.\(condition)", language) != nil, "\(condition)")
    }
    for code in PrintError.Code.allCases.map(\.rawValue) {
      #expect(texts.text(named: "desk.printer.\(code)", language) != nil, "\(code)")
      #expect(texts.text(named: "desk.printer.\(code)Do", language) != nil, "\(code)")
    }
    for reason in ReplaceReason.allCases {
      #expect(texts.text(named: "desk.replace.reason.\(reason.rawValue)", language) != nil)
    }
    for attention in Attention.allCases {
      #expect(texts.text(named: "desk.attention.\(attention.rawValue)", language) != nil)
      #expect(texts.text(named: "desk.attention.\(attention.rawValue)Do", language) != nil)
    }
  }

  @Test func `no text calls the paper anything but a giấy chứng nhận`() throws {
    let texts = try Texts(directory: "\(DeskRoomsBed.assets)/text")

    for key in texts.keys(.vi) where key.hasPrefix("desk.") {
      let text = texts.text(named: key, .vi)?.lowercased() ?? ""
      #expect(!text.contains("chứng chỉ"), "\(key)")
    }
  }

  @Test func `every address in a template is an address of the desk`() throws {
    let known = Set(DeskPlace.allCases.map(\.rawValue))

    for (name, text) in try templates() {
      for part in text.components(separatedBy: "=\"/desk").dropFirst() {
        let path = "/desk" + part.prefix { !"\"?#".contains($0) }
        #expect(known.contains(path), "\(name): \(path)")
      }
    }
  }

  @Test func `every form that writes carries the token and no template has script or style`() throws
  {
    for (name, text) in try templates() {
      let forms = text.components(separatedBy: "method=\"post\"").dropFirst()
      for form in forms {
        let head = form.prefix { $0 != "\n" }
        #expect(head.contains("{{> desk-token}}"), "\(name)")
      }
      let scripts = text.components(separatedBy: "<script").dropFirst()
      for script in scripts {
        let known = ["desk.js", "desk-paper.js"].map { " src=\"/assets/\($0)\" defer></script>" }
        #expect(known.contains { script.hasPrefix($0) }, "\(name)")
      }
      #expect(!text.contains("style="), "\(name)")
      #expect(!text.contains("{{{"), "\(name)")
    }
  }
}

import Evidence
import Foundation
package import HTTP
import Mustache

/// The province's templates in both languages, loaded and checked at start.
package struct Pages: Sendable {
  /// The directory of everything the pages need.
  package let assets: String
  private let library: MustacheLibrary
  private let texts: [Language: Texts]
  private let catalogues: [Language: Catalogue]

  /// The sentences as mustache reads them: plain dictionaries, which nobody changes.
  private struct Catalogue: @unchecked Sendable {
    let tree: [String: Any]
  }

  /// Loads `pages/province-*.mustache` and `text/province/*.json`.
  package init(assets: String) throws {
    self.assets = assets
    var library = MustacheLibrary()
    let folder = assets + "/pages"
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw PageError(
        operation: "read", file: folder, message: "there is no such folder; see pages.assets")
    }
    for name in names where name.hasPrefix("province-") && name.hasSuffix(".mustache") {
      let file = "\(assets)/pages/\(name)"
      guard let data = FileManager.default.contents(atPath: file) else {
        throw PageError(operation: "read", file: file, message: "cannot be read")
      }
      do {
        try library.register(
          String(decoding: data, as: UTF8.self), named: String(name.dropLast(9)))
      } catch {
        throw PageError(operation: "parse", file: file, message: "\(error)")
      }
    }
    var texts: [Language: Texts] = [:]
    var catalogues: [Language: Catalogue] = [:]
    for language in Language.allCases {
      let found = try Texts(file: "\(assets)/text/province/\(language.rawValue).json")
      texts[language] = found
      catalogues[language] = Catalogue(tree: Pages.members(found.tree))
    }
    for page in [
      "province-fleet", "province-centres", "province-certificates", "province-quarantine",
      "province-problem",
    ]
    where library.getTemplate(named: page) == nil {
      throw PageError(operation: "check", file: assets + "/pages/\(page)", message: "is missing")
    }
    self.library = library
    self.texts = texts
    self.catalogues = catalogues
  }

  /// The sentences of a language.
  package func texts(_ language: Language) -> Texts? { texts[language] }

  /// Fills a template.
  package func render(
    _ template: String, _ values: [String: Any], _ language: Language, status: Status = .ok
  ) -> Response {
    var values = values
    values["t"] = catalogues[language]?.tree ?? [:]
    values["lang"] = language.rawValue
    values["isVietnamese"] = language == .vi
    let text = library.render(values, withTemplate: template) ?? ""
    return Response.html(text, status: status).with("Cache-Control", "no-store")
  }

  private static func members(_ value: CanonicalValue) -> [String: Any] {
    (value.object ?? [:]).mapValues { member -> Any in
      guard let text = member.text else { return members(member) }
      return text
    }
  }
}

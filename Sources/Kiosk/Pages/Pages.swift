package import HTTP
import Mustache

/// The templates of `assets/pages` with the texts of every language in place, checked at start.
///
/// Values are escaped unless a template says `{{{raw}}}`. Give plain dictionaries, arrays, strings
/// and booleans: swift-mustache reads other types through reflection, which is slow.
package struct Pages: Sendable {
  /// The catalogues, for what code itself has to say.
  package let texts: Texts
  private let libraries: [Language: MustacheLibrary]

  /// Loads `assets/text` and `assets/pages`; the province's templates are left to the province.
  ///
  /// Throws when a text is missing in a language, a template does not parse, or a template asks for
  /// a text, an address or a template that does not exist.
  package init(assets: String) throws(PagesError) {
    let texts = try Texts(directory: "\(assets)/text")
    let sources = try Self.sources(in: "\(assets)/pages")
    try Self.checkPartials(of: sources)
    var libraries: [Language: MustacheLibrary] = [:]
    for language in Language.allCases {
      libraries[language] = try Self.library(of: sources, texts, language)
    }
    self.texts = texts
    self.libraries = libraries
  }

  /// A page as an answer that no cache keeps.
  package func render(
    _ template: String, _ context: [String: Any] = [:], language: Language, status: Status = .ok
  ) -> Response {
    Response.html(html(template, context, language: language), status: status)
      .with("Cache-Control", "no-store")
  }

  /// A page as text. Every template also sees `lang`, the language's code.
  package func html(
    _ template: String, _ context: [String: Any] = [:], language: Language
  ) -> String {
    var context = context
    context["lang"] = language.rawValue
    return libraries[language]?.render(context, withTemplate: template)
      ?? "No template \(template)."
  }

  /// Whether a template of this name exists.
  package func hasTemplate(_ name: String) -> Bool {
    libraries[.standard]?.getTemplate(named: name) != nil
  }

  static func sources(in directory: String) throws(PagesError) -> [TemplateSource] {
    var sources: [TemplateSource] = []
    for name in try AssetFiles.names(in: directory, suffix: ".mustache", operation: "load pages")
    where !name.hasPrefix("province-") {
      let bytes = try AssetFiles.bytes("\(directory)/\(name).mustache", operation: "load pages")
      sources.append(TemplateSource(name: name, text: String(decoding: bytes, as: UTF8.self)))
    }
    return sources
  }

  private static func checkPartials(of sources: [TemplateSource]) throws(PagesError) {
    let names = Set(sources.map(\.name))
    for source in sources {
      guard let unknown = source.partials.first(where: { !names.contains($0) }) else { continue }
      throw PagesError(
        operation: "load pages", code: "missing",
        message: "\(source.name).mustache includes \(unknown), which does not exist.")
    }
  }

  private static func library(
    of sources: [TemplateSource], _ texts: Texts, _ language: Language
  ) throws(PagesError) -> MustacheLibrary {
    var library = MustacheLibrary()
    for source in sources {
      let text = try source.compiled(texts, language)
      do {
        try library.register(text, named: source.name)
      } catch {
        throw PagesError(
          operation: "load pages", code: "syntax", message: "\(source.name).mustache: \(error).")
      }
    }
    return library
  }
}

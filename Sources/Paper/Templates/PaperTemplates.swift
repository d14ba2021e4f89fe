internal import FoundationEssentials

/// Every layout that this kiosk prints in: those of `assets/certificate`, a template of the centre's
/// own and the centre's emblem. They are read and checked at start, so that a bad one is found there
/// and not at printing.
package struct PaperTemplates: Sendable {
  /// The layout of course certificates in `assets/certificate`, also of all sheets that name none.
  package static let course = "course"
  /// The layout of awards for learning-promotion.
  package static let award = "award"

  /// The layout that new course certificates are issued in: the centre's own, if it has one.
  package private(set) var courseLayout = PaperTemplates.course

  private var sheets: [String: SheetTemplate] = [:]
  private var lists: [String: ListTemplate] = [:]
  private var borders: [String: Artwork] = [:]
  private(set) var emblem: Emblem?

  /// No templates: only cards and the test page can be drawn.
  package init() {}

  /// Reads the templates of a folder.
  /// - Parameters:
  ///   - directory: `assets/certificate`.
  ///   - own: the path of the centre's own template for course certificates.
  ///   - emblem: the path of the centre's emblem.
  package init(
    directory: String, own: String? = nil, emblem: String? = nil
  ) throws(TemplateError) {
    for name in [Self.course, Self.award] {
      try add(sheet: "\(directory)/\(name).json", bordersIn: [directory])
    }
    for (name, values, rows) in [
      (RegisterPaper.layout, RegisterPaper.values, RegisterPaper.rowValues),
      (LiteracyPaper.layout, LiteracyPaper.values, LiteracyPaper.rowValues),
    ] {
      let file = "\(directory)/\(name).json"
      lists[name] = try ListTemplate(
        file: file, bytes: try Self.bytes(file), values: values, rows: rows)
    }
    if let own {
      let folder = own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      let beside = folder.isEmpty ? "." : folder.joined(separator: "/")
      courseLayout = try add(sheet: own, bordersIn: [beside, directory])
    }
    if let emblem {
      self.emblem = try Emblem(file: emblem, bytes: try Self.bytes(emblem))
    }
  }

  /// The template of a certificate: the one it names, or the one in `assets/certificate` for its kind
  /// when a centre has done away with its own.
  func sheet(named name: String?, isAward: Bool) -> (template: SheetTemplate, border: Artwork?)? {
    let standing = isAward ? Self.award : Self.course
    guard let template = sheets[name ?? standing] ?? sheets[standing] else { return nil }
    return (template, borders[template.name])
  }

  /// The template of a list.
  func list(named name: String) -> ListTemplate? { lists[name] }

  @discardableResult
  private mutating func add(
    sheet file: String, bordersIn folders: [String]
  ) throws(TemplateError) -> String {
    let template = try SheetTemplate(file: file, bytes: try Self.bytes(file))
    guard sheets[template.name] == nil else {
      throw TemplateError(
        file: file, field: "name",
        reason:
          "is \"\(template.name)\", which another layout has; certificates name their layout, "
          + "so give it a name of its own")
    }
    if let border = template.border {
      guard !border.contains("/"), border.hasSuffix(".svg") else {
        throw TemplateError(
          file: file, field: "border", reason: "must be the name of an .svg file, without a folder")
      }
      let paths = folders.map { "\($0)/\(border)" }
      guard let path = paths.first(where: FileManager.default.fileExists(atPath:)) else {
        throw TemplateError(
          file: file, field: "border", reason: "names a file that is not in \(folders[0])")
      }
      borders[template.name] = try Artwork(file: path, bytes: try Self.bytes(path))
    }
    sheets[template.name] = template
    return template.name
  }

  private static func bytes(_ path: String) throws(TemplateError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw TemplateError(file: path, field: "", reason: "cannot be read")
    }
    return [UInt8](data)
  }
}

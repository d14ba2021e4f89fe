package import Paper

extension Papers {
  /// All papers in the layouts of the assets and of the configuration. A layout or an emblem of the
  /// centre's own is drawn once with the longest texts, so that a mistake is found at start; the
  /// built-in ones are tried by tests, and the typeface stays on the disk.
  /// - Parameter assets: the folder of pages, texts and layouts.
  package init(assets: String, settings: SignSettings) throws(TemplateError) {
    let own = settings.template.isEmpty ? nil : settings.template
    let emblem = settings.emblem.isEmpty ? nil : settings.emblem
    self.init(
      templates: try PaperTemplates(
        directory: "\(assets)/certificate", own: own, emblem: emblem))
    guard let file = own ?? emblem else {
      return
    }
    do {
      _ = try certificates.trial()
    } catch let error as PaperError where error.code == .picture {
      throw TemplateError(file: emblem ?? file, field: "", reason: error.message)
    } catch {
      throw TemplateError(file: file, field: "", reason: "cannot be printed: \(error)")
    }
  }
}

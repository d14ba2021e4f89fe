import COnDemand
import CPangoCairo
import Glibc

/// Measures lines of text: a pango context that knows our typeface and nothing else.
///
/// Making one costs about 20 ms and 6 MB, so it is made at the first PDF and kept. Pango's font map
/// must not be used by two threads at once: only `Press` calls this, under its lock.
final class Typesetter {
  private let fontMap: UnsafeMutablePointer<PangoFontMap>
  private let context: OpaquePointer
  private let attributes: OpaquePointer
  private let family: String

  /// Loads the typeface; throws `fontMissing` with the file or the face that is not there.
  init(font: PaperFont) throws(PaperError) {
    try Self.requireLibraries()
    let configuration = try Self.configuration(of: font)
    defer { FcConfigDestroy(configuration) }
    // Pango would otherwise read the system's configuration in a thread of its own.
    FcConfigSetCurrent(configuration)
    guard let map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT) else {
      throw Self.missing(font, "Pango has no FreeType font map.")
    }
    pango_fc_font_map_set_config(OpaquePointer(map), configuration)
    fontMap = map
    context = pango_font_map_create_context(map)
    attributes = pango_attr_list_new()
    family = font.family
    setOptions()
    try requireFaces(font)
  }

  deinit {
    pango_attr_list_unref(attributes)
    g_object_unref(UnsafeMutableRawPointer(context))
    g_object_unref(fontMap)
  }

  /// Sets one line; throws `glyphMissing` when the typeface lacks one of its characters.
  func line(_ text: String, _ style: TextStyle) throws(PaperError) -> TextLine {
    TextLine(layout: try layout(text, style), text: text, style: style)
  }

  /// Sets words in lines of a width, broken between words or, where a word is too long, inside it.
  func paragraph(
    _ text: String, _ style: TextStyle, widthPoints: Double
  ) throws(PaperError) -> TextParagraph {
    let layout = try layout(text, style)
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
    pango_layout_set_width(layout, Int32(widthPoints * Double(PANGO_SCALE)))
    return TextParagraph(layout: layout, style: style)
  }

  private func layout(_ text: String, _ style: TextStyle) throws(PaperError) -> OpaquePointer {
    let layout: OpaquePointer = pango_layout_new(context)
    let description = fontDescription(style)
    defer { pango_font_description_free(description) }
    pango_layout_set_font_description(layout, description)
    pango_layout_set_single_paragraph_mode(layout, 1)
    let spaced = attributes(for: style)
    defer { pango_attr_list_unref(spaced) }
    pango_layout_set_attributes(layout, spaced)
    pango_layout_set_text(layout, text, -1)
    guard pango_layout_get_unknown_glyphs_count(layout) == 0 else {
      g_object_unref(UnsafeMutableRawPointer(layout))
      throw PaperError(
        operation: "set a line of text", code: .glyphMissing,
        message: "\(family) lacks a character of “\(text)”. Remove it from the text.")
    }
    return layout
  }

  /// Sets one line in the largest size, from the style's down to a smallest, that fits a width.
  ///
  /// Throws `textTooLong` when even the smallest is wider. Steps are a quarter of a point.
  func line(
    _ text: String, _ style: TextStyle, widthPoints: Double, smallestPoints: Double
  ) throws(PaperError) -> TextLine {
    let full = try line(text, style)
    guard full.widthPoints > widthPoints else { return full }
    let fitting = style.sizePoints * widthPoints / full.widthPoints
    let size = (fitting * 4).rounded(.down) / 4
    guard size >= smallestPoints else {
      throw PaperError(
        operation: "set a line of text", code: .textTooLong,
        message: "“\(text)” is too long for its place, even in \(smallestPoints) points.")
    }
    return try line(text, style.sized(size))
  }
}

extension Typesetter {
  private static func requireLibraries() throws(PaperError) {
    guard on_demand_drawing() == 0 else { return }
    throw PaperError(
      operation: "load the drawing libraries", code: .library,
      message: "Pango is not installed. Install Debian's package libpangocairo-1.0-0.")
  }

  private static func missing(_ font: PaperFont, _ reason: String) -> PaperError {
    PaperError(
      operation: "load the typeface", code: .fontMissing,
      message: "\(reason) Install Debian's package \(font.debianPackage).")
  }

  /// A fontconfig of our own that knows four files.
  private static func configuration(of font: PaperFont) throws(PaperError) -> OpaquePointer {
    let directory = font.directories.first { directory in
      font.files.allSatisfy { access(directory + "/" + $0, R_OK) == 0 }
    }
    guard let directory else {
      throw missing(font, "The files of \(font.family) are in none of \(font.directories).")
    }
    guard let configuration = FcConfigCreate() else {
      throw missing(font, "Fontconfig has no memory.")
    }
    for file in font.files {
      guard FcConfigAppFontAddFile(configuration, directory + "/" + file) != 0 else {
        FcConfigDestroy(configuration)
        throw missing(font, "The font file \(directory)/\(file) cannot be read.")
      }
    }
    return configuration
  }

  /// Lengths that depend on no screen: no hinting, no rounding of glyph positions, 1 unit = 1 point.
  private func setOptions() {
    let options = cairo_font_options_create()
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    pango_cairo_context_set_font_options(context, options)
    cairo_font_options_destroy(options)
    pango_cairo_context_set_resolution(context, 72)
    pango_context_set_round_glyph_positions(context, 0)
    pango_context_set_language(context, pango_language_from_string("vi"))
    pango_attr_list_insert(attributes, pango_attr_fallback_new(0))
    // A ligature would come out of the PDF as one character; our text must come out as it went in.
    pango_attr_list_insert(attributes, pango_attr_font_features_new("liga=0, clig=0, dlig=0"))
  }

  /// Checks that each face is the typeface asked for and has every Vietnamese letter.
  private func requireFaces(_ font: PaperFont) throws(PaperError) {
    for (isBold, isItalic) in [(false, false), (true, false), (false, true), (true, true)] {
      let style = TextStyle(sizePoints: 12, isBold: isBold, isItalic: isItalic)
      let name = familyLoaded(style)
      guard name == family else {
        throw Self.missing(font, "The files give “\(name ?? "")” instead of \(family).")
      }
      do throws(PaperError) {
        _ = try line(PaperFont.vietnameseLetters, style)
      } catch {
        throw Self.missing(font, "This \(family) lacks Vietnamese letters.")
      }
    }
  }

  private func familyLoaded(_ style: TextStyle) -> String? {
    let wanted = fontDescription(style)
    defer { pango_font_description_free(wanted) }
    guard let loaded = pango_context_load_font(context, wanted) else { return nil }
    defer { g_object_unref(loaded) }
    guard let found = pango_font_describe(loaded) else { return nil }
    defer { pango_font_description_free(found) }
    return pango_font_description_get_family(found).map { String(cString: $0) }
  }

  private func fontDescription(_ style: TextStyle) -> OpaquePointer {
    let description: OpaquePointer = pango_font_description_new()
    pango_font_description_set_family(description, family)
    pango_font_description_set_weight(
      description, style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
    pango_font_description_set_style(
      description, style.isItalic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL)
    pango_font_description_set_absolute_size(description, style.sizePoints * Double(PANGO_SCALE))
    return description
  }

  private func attributes(for style: TextStyle) -> OpaquePointer {
    let list: OpaquePointer = pango_attr_list_copy(attributes)
    let tracking = style.trackingThousandths / 1000 * style.sizePoints * Double(PANGO_SCALE)
    if tracking != 0 {
      pango_attr_list_insert(list, pango_attr_letter_spacing_new(Int32(tracking.rounded())))
    }
    return list
  }
}

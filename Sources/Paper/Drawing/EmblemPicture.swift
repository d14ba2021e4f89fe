import CPangoCairo

/// An emblem decoded for one document: cairo then puts its pixels into the file once, however many
/// pages show it.
final class EmblemPicture {
  let surface: OpaquePointer

  /// Decodes the PNG; throws `picture` when it is damaged.
  init(_ emblem: Emblem) throws(PaperError) {
    var rest = Reading(bytes: emblem.bytes)
    let made = withUnsafeMutablePointer(to: &rest) { rest in
      cairo_image_surface_create_from_png_stream(
        { rest, data, count in
          guard let rest, let data else { return CAIRO_STATUS_READ_ERROR }
          let reading = rest.assumingMemoryBound(to: Reading.self)
          return reading.pointee.copy(to: data, count: Int(count))
            ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_READ_ERROR
        }, rest)
    }
    guard let made, cairo_surface_status(made) == CAIRO_STATUS_SUCCESS else {
      made.map(cairo_surface_destroy)
      throw PaperError(
        operation: "read the emblem", code: .picture,
        message: "The PNG file is damaged. Save it again in a drawing program.")
    }
    surface = made
  }

  deinit {
    cairo_surface_destroy(surface)
  }

  private struct Reading {
    let bytes: [UInt8]
    var index = 0

    mutating func copy(to data: UnsafeMutablePointer<UInt8>, count: Int) -> Bool {
      guard index + count <= bytes.count else { return false }
      for offset in 0..<count { data[offset] = bytes[index + offset] }
      index += count
      return true
    }
  }
}

extension Canvas {
  /// Draws an emblem as large as it fits a box.
  func draw(_ picture: EmblemPicture, in place: EmblemPlace) {
    let width = Double(cairo_image_surface_get_width(picture.surface))
    let height = Double(cairo_image_surface_get_height(picture.surface))
    let scale = min(place.width / width, place.height / height)
    cairo_save(cairo)
    defer { cairo_restore(cairo) }
    let left = place.x - width * scale / 2
    let top = place.y + (place.height - height * scale) / 2
    cairo_translate(cairo, left * Self.millimetre, top * Self.millimetre)
    cairo_scale(cairo, scale * Self.millimetre, scale * Self.millimetre)
    cairo_set_source_surface(cairo, picture.surface, 0, 0)
    cairo_paint(cairo)
  }
}

import Paper

/// A QR symbol as the path of an SVG drawing, one unit a module, with the white border that a reader
/// needs.
struct CodeDrawing {
  /// The width and height of the drawing in modules, border included.
  let side: Int
  /// The dark modules, each run of neighbours in a row as one rectangle.
  let path: String

  init(_ symbol: QRSymbol) {
    let zone = QRSymbol.quietZoneModules
    side = symbol.width + 2 * zone
    var path = ""
    for (row, modules) in symbol.rows.enumerated() {
      var column = 0
      while let start = modules[column...].firstIndex(of: true) {
        let end = modules[start...].firstIndex(of: false) ?? modules.count
        path += "M\(start + zone) \(row + zone)h\(end - start)v1h-\(end - start)z"
        column = end
      }
    }
    self.path = path
  }
}

import CPangoCairo

extension Canvas {
  /// Draws a QR symbol on white, snapped to whole dots; returns its side in millimetres.
  ///
  /// The position is the upper left corner of the symbol itself; 4 modules round it are whitened.
  @discardableResult
  func draw(_ symbol: QRSymbol, x: Double, y: Double, sideMillimetres: Double) -> Double {
    let grid = DotGrid(symbolModules: symbol.width, sideMillimetres: sideMillimetres)
    let module = grid.modulePoints
    let left = grid.snap(x * Self.millimetre)
    let top = grid.snap(y * Self.millimetre)
    whiten(left: left, top: top, symbol: symbol, module: module)
    cairo_set_source_rgb(cairo, 0, 0, 0)
    for (row, modules) in symbol.rows.enumerated() {
      for run in Self.darkRuns(modules) {
        // Neighbours share their edges exactly, so that a renderer rounds both the same way.
        cairo_rectangle(
          cairo, left + Double(run.lowerBound) * module, top + Double(row) * module,
          Double(run.count) * module, module)
        // One fill a rectangle halves the file: cairo then writes "re" instead of five operators.
        cairo_fill(cairo)
      }
    }
    return Double(symbol.width) * module / Self.millimetre
  }

  /// Draws bars on white, snapped to whole dots; returns their width in millimetres.
  ///
  /// The position is the upper left corner of the first bar; what the symbol needs white beside it is
  /// the caller's to leave.
  @discardableResult
  func draw(
    _ symbol: BarSymbol, x: Double, y: Double, widthMillimetres: Double, heightMillimetres: Double
  ) -> Double {
    let grid = DotGrid(symbolModules: symbol.width, sideMillimetres: widthMillimetres)
    var left = grid.snap(x * Self.millimetre)
    cairo_set_source_rgb(cairo, 0, 0, 0)
    for (index, width) in symbol.widths.enumerated() {
      let points = Double(width) * grid.modulePoints
      if index % 2 == 0 {
        cairo_rectangle(
          cairo, left, y * Self.millimetre, points, heightMillimetres * Self.millimetre)
        cairo_fill(cairo)
      }
      left += points
    }
    return Double(symbol.width) * grid.modulePoints / Self.millimetre
  }

  private func whiten(left: Double, top: Double, symbol: QRSymbol, module: Double) {
    let zone = Double(QRSymbol.quietZoneModules) * module
    let side = Double(symbol.width) * module + 2 * zone
    cairo_rectangle(cairo, left - zone, top - zone, side, side)
    cairo_set_source_rgb(cairo, 1, 1, 1)
    cairo_fill(cairo)
  }

  /// The runs of neighbouring dark modules in a row.
  static func darkRuns(_ modules: [Bool]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for (column, isDark) in modules.enumerated() where isDark {
      if let last = runs.last, last.upperBound == column {
        runs[runs.count - 1] = last.lowerBound..<(column + 1)
      } else {
        runs.append(column..<(column + 1))
      }
    }
    return runs
  }
}

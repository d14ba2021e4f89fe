/// The printer's dots: where a QR code may lie so that every module is a whole number of dots.
///
/// One dot is 1/600 inch; two of them are one dot of a 300 dpi printer.
struct DotGrid {
  /// The size of a dot, in points.
  static let dotPoints = 72.0 / 600
  /// The finest module that phones read from worn paper (certificates.md), in millimetres.
  static let finestModuleMillimetres = 0.38

  /// The size of a module, in dots.
  let moduleDots: Int

  /// The size of a module, in points.
  var modulePoints: Double { Double(moduleDots) * Self.dotPoints }

  /// Chooses the largest module with which a symbol stays within a side.
  ///
  /// An even number of dots is preferred, since it is whole on a 300 dpi printer too, unless it
  /// would be finer than 0.38 mm.
  init(symbolModules: Int, sideMillimetres: Double) {
    let dotMillimetres = 25.4 / 600
    let most = max(1, Int(sideMillimetres / dotMillimetres / Double(symbolModules)))
    let even = most - most % 2
    let isEvenCoarseEnough = Double(even) * dotMillimetres >= Self.finestModuleMillimetres
    moduleDots = isEvenCoarseEnough ? even : most
  }

  /// The nearest position, in points, where a symbol of this grid may start.
  ///
  /// A symbol whose modules are whole on 300 dpi starts on a 300 dpi dot: half a dot beside it,
  /// renderers that round edges would make every module a dot narrower. Where modules are whole on
  /// 600 dpi only, every second edge lies on the middle of a 300 dpi dot; a twentieth of a dot beside
  /// it, all of these are rounded the same way. Exactly on it, some go up and some down, and the white
  /// seams between rows make the code unreadable.
  func snap(_ points: Double) -> Double {
    let isWholeOn300 = moduleDots % 2 == 0
    let step = Double(isWholeOn300 ? 2 : 1) * Self.dotPoints
    return (points / step).rounded() * step + (isWholeOn300 ? 0 : Self.dotPoints / 20)
  }

  /// The nearest length to millimetres, in points, that is whole on 300 dpi: for the page itself,
  /// so that dots counted from its upper and from its lower edge are the same dots.
  static func wholeDots(millimetres: Double) -> Double {
    (millimetres / 25.4 * 300).rounded() * 2 * dotPoints
  }
}

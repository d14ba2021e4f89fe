internal import Centre
internal import GRDB

/// Reads the columns `arrivedMs` and `basis` of a visit that staff entered later.
enum VisitTold {
  /// The arrival that starts in a column; nil where the clock of the visit tells it.
  static func arrival(_ row: Row, from column: Int) -> ToldArrival? {
    let milliseconds: Int64? = row[column]
    let basis: String? = row[column + 1]
    guard let milliseconds, let basis = basis.flatMap(ToldArrival.Basis.init(rawValue:)) else {
      return nil
    }
    return ToldArrival(milliseconds: milliseconds, basis: basis)
  }
}

import Centre

/// A day as a dateline words it: days below 10 and the months January and February have a leading
/// zero, so that nobody can put a digit before them (Decree 30/2020/NĐ-CP, annex I).
struct DatelineDay {
  let day: String
  let month: String
  let year: String

  init(_ daysSince1970: Int64) {
    let date = Day(daysSince1970: daysSince1970)
    day = date.day < 10 ? "0\(date.day)" : "\(date.day)"
    month = date.month <= 2 ? "0\(date.month)" : "\(date.month)"
    year = "\(date.year)"
  }
}

/// Tenths as a number with a decimal comma where it is not whole: "36", "36,5".
enum Tenths {
  static func text(_ tenths: Int64) -> String {
    let rest = tenths % 10
    return rest == 0 ? String(tenths / 10) : "\(tenths / 10),\(rest)"
  }
}

package import Centre
internal import Foundation
internal import GRDB

extension Store {
  /// Hands over the signed tokens of one centre's register of a year in the order of their numbers,
  /// cancelled ones too, reading beside a running kiosk: nothing is written and no lock is taken.
  /// Throws `StoreError`, and what `body` throws.
  package static func forEachToken(
    inDirectory directory: String, centre: CentreCode, year: Int,
    _ body: (_ number: String, _ token: [UInt8]) throws -> Void
  ) throws {
    try StoreError.wrapping("read a register") {
      try Connections.inspector(path: "\(directory)/\(fileName)").read { db in
        let sql = """
          SELECT number, token FROM certificate WHERE centre = ? AND year = ? ORDER BY sequence
          """
        let rows = try Row.fetchCursor(db, sql: sql, arguments: [centre.text, year])
        while let row = try rows.next() {
          let token: Data = row[1]
          try body(row[0], [UInt8](token))
        }
      }
    }
  }
}

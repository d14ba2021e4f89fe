package import Centre
package import Evidence
internal import Foundation
internal import GRDB

extension Store {
  /// Hands over the leaves of one centre's register of a year in the order of their numbers, cancelled
  /// and erased ones too, reading beside a running kiosk: nothing is written and no lock is taken.
  /// Throws `StoreError`, and what `body` throws.
  package static func forEachLeaf(
    inDirectory directory: String, centre: CentreCode, year: Int,
    _ body: (_ number: String, _ leaf: Digest) throws -> Void
  ) throws {
    try StoreError.wrapping("read a register") {
      try Connections.inspector(path: "\(directory)/\(fileName)").read { db in
        // A database that no kiosk of this version has opened yet has nobody erased.
        let isNew = try db.columns(in: "certificate").contains { $0.name == "leaf" }
        let sql = """
          SELECT number, token, \(isNew ? "leaf" : "NULL") FROM certificate
          WHERE centre = ? AND year = ? ORDER BY sequence
          """
        let rows = try Row.fetchCursor(db, sql: sql, arguments: [centre.text, year])
        while let row = try rows.next() {
          let token: Data = row[1]
          let kept: Data? = row[2]
          try body(row[0], try leaf(token: token, kept: kept))
        }
      }
    }
  }

  private static func leaf(token: Data, kept: Data?) throws -> Digest {
    guard let kept else {
      return RegisterDigest.leaf(of: try CertificateToken(bytes: [UInt8](token)))
    }
    guard let leaf = Digest(bytes: [UInt8](kept)) else {
      throw StoreError(
        operation: "read a register", cause: .damaged, code: "leaf",
        message: "What stays of an erased certificate cannot be read.")
    }
    return leaf
  }
}

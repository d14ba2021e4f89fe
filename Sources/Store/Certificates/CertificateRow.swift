internal import Centre
internal import Evidence
internal import Foundation
internal import GRDB

/// How a certificate is selected and read.
enum CertificateRow {
  static let select = """
    SELECT x.id, x.number, x.residentId, x.holderName, coalesce(k.code, '\(Award.courseCode)'),
      x.courseTitle, x.hoursTenths, x.issuedDay, x.issuedAtSeconds, x.token, x.sheet, x.state,
      x.cancelReason, x.issueSeq, x.copies, x.replacedBy, x.leaf, x.identity
    FROM certificate x LEFT JOIN course k ON k.id = x.courseId
    """

  static func certificate(_ row: Row) throws -> Certificate {
    let day: Int64 = row[7]
    let token: Data = row[9]
    let sheet: String = row[10]
    let state: String = row[11]
    let erased = try erasedToken(leaf: row[16], identity: row[17])
    return Certificate(
      id: row[0], number: row[1], residentId: row[2], holderName: row[3], courseCode: row[4],
      courseTitle: row[5], hoursTenths: row[6], issuedDay: Day(daysSince1970: day),
      issuedAtSeconds: row[8], token: erased == nil ? [UInt8](token) : [],
      erased: erased, sheet: try CertificateRow.sheet(sheet),
      state: Certificate.State(rawValue: state) ?? .issued, cancelReason: row[12],
      replacedBy: row[15], issueSeq: row[13], copies: row[14])
  }

  /// What stays of an erased token; nil while the token is there.
  private static func erasedToken(leaf: Data?, identity: Data?) throws -> ErasedToken? {
    guard let leaf, let identity else { return nil }
    guard let hash = Digest(bytes: [UInt8](leaf)),
      let name = CertificateIdentity(bytes: [UInt8](identity))
    else {
      throw StoreError(
        operation: "read a certificate", cause: .damaged, code: "erased",
        message: "What stays of an erased certificate cannot be read.")
    }
    return ErasedToken(leaf: hash, identity: name)
  }

  /// The JSON of a sheet, keys sorted, so that one sheet has one text.
  static func json(_ sheet: CertificateSheet) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(sheet), as: UTF8.self)
  }

  private static func sheet(_ json: String) throws -> CertificateSheet {
    do {
      return try JSONDecoder().decode(CertificateSheet.self, from: Data(json.utf8))
    } catch {
      throw StoreError(
        operation: "read a certificate", cause: .damaged, code: "sheet",
        message: "The stored sheet of a certificate cannot be read.")
    }
  }
}

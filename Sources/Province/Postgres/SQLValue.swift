/// A parameter of a statement. Values are always bound, never written into the SQL text.
package enum SQLValue: Sendable {
  case integer(Int64?)
  case text(String?)
  case bytes([UInt8]?)
  case boolean(Bool?)
  /// Milliseconds since 1970, as `timestamptz`.
  case time(Int64?)
  case integers([Int64?])
  case texts([String?])
  case times([Int64?])

  /// The type's object id (`pg_type.dat`).
  var typeID: UInt32 {
    switch self {
    case .integer: 20
    case .text: 25
    case .bytes: 17
    case .boolean: 16
    case .time: 1184
    case .integers: 1016
    case .texts: 1009
    case .times: 1185
    }
  }

  /// The value in PostgreSQL's binary format; nil stands for NULL.
  var binary: [UInt8]? {
    switch self {
    case .integer(let value): value.map { SQLValue.bigEndian($0) }
    case .text(let value): value.map { Array($0.utf8) }
    case .bytes(let value): value
    case .boolean(let value): value.map { [$0 ? 1 : 0] }
    case .time(let value): value.map { SQLValue.bigEndian(SQLValue.microseconds($0)) }
    case .integers(let values): SQLValue.array(of: 20, values.map { $0.map(SQLValue.bigEndian) })
    case .texts(let values): SQLValue.array(of: 25, values.map { $0.map { Array($0.utf8) } })
    case .times(let values):
      SQLValue.array(
        of: 1184, values.map { $0.map { SQLValue.bigEndian(SQLValue.microseconds($0)) } })
    }
  }

  /// PostgreSQL counts microseconds from 2000-01-01 UTC.
  static let epochMilliseconds: Int64 = 946_684_800_000

  static func microseconds(_ wallMilliseconds: Int64) -> Int64 {
    (wallMilliseconds - epochMilliseconds) &* 1000
  }

  static func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
  }

  /// A one-dimensional array: dimensions, has-null flag, element type, length, lower bound, items.
  private static func array(of elementID: Int32, _ items: [[UInt8]?]) -> [UInt8] {
    let hasNull: Int32 = items.contains { $0 == nil } ? 1 : 0
    guard !items.isEmpty else {
      return bigEndian(Int32(0)) + bigEndian(Int32(0)) + bigEndian(elementID)
    }
    var bytes = bigEndian(Int32(1)) + bigEndian(hasNull) + bigEndian(elementID)
    bytes += bigEndian(Int32(items.count)) + bigEndian(Int32(1))
    for item in items {
      bytes += bigEndian(Int32(item?.count ?? -1))
      bytes += item ?? []
    }
    return bytes
  }
}

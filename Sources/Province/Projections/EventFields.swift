import Centre
import Evidence

/// Why an event's meaning was not accepted; it goes to quarantine with this reason.
struct Misfit: Error {
  let reason: String
}

/// Reads an event's own fields by their short keys.
struct EventFields {
  private let fields: [String: CanonicalValue]
  /// A code or a title longer than this is no code and no title.
  private static let maxTextBytes = 1000

  init(_ event: Event) { fields = event.fields }

  func text(_ key: String) throws(Misfit) -> String {
    guard let text = try textOrNil(key) else { throw Misfit(reason: "field \(key) is missing") }
    return text
  }

  func textOrNil(_ key: String) throws(Misfit) -> String? {
    guard let value = fields[key] else { return nil }
    guard let text = value.text else { throw Misfit(reason: "field \(key) is not a text") }
    guard text.utf8.count <= EventFields.maxTextBytes, !text.utf8.contains(0) else {
      throw Misfit(reason: "field \(key) is too long or holds a zero character")
    }
    return text
  }

  func integer(_ key: String) throws(Misfit) -> Int64 {
    guard let value = fields[key]?.integer else {
      throw Misfit(reason: "field \(key) is missing or not a whole number")
    }
    return value
  }

  /// A certificate's number. What is none counts as absent: a cancellation is never lost for the
  /// sake of what came along with it.
  func numberOrNil(_ key: String) -> String? {
    fields[key]?.text.flatMap { CertificateNumber($0)?.text }
  }

  func integerOrNil(_ key: String) -> Int64? { fields[key]?.integer }

  /// Hours in tenths. A kiosk may write any number, and what is beyond a certificate's bounds is nobody's
  /// hours: it would only overflow whoever reckons with it.
  func hoursTenths(_ key: String) throws(Misfit) -> Int64 {
    let tenths = try integer(key)
    guard ClaimBounds.hoursTenths ~= tenths else {
      let most = ClaimBounds.hoursTenths.upperBound
      throw Misfit(reason: "field \(key) is not hours in tenths from 0 to \(most)")
    }
    return tenths
  }

  /// Like `hoursTenths`, 0 where the field is absent or not a whole number.
  func hoursTenthsOrZero(_ key: String) throws(Misfit) -> Int64 {
    integerOrNil(key) == nil ? 0 : try hoursTenths(key)
  }
}

package import Evidence
import HTTP

/// What a kiosk sends to be enrolled: `{"code", "log", "key", "signature", "name", "centre", "mldsa65"}`;
/// the last three may be left out. The key has signed the others (`EnrolmentProof`).
package struct EnrolmentRequest: Sendable {
  /// The code as it was typed.
  package let code: String
  /// The log's name, made by the kiosk.
  package let log: LogID
  /// The kiosk's public key.
  package let key: PublicKey
  /// The kiosk's key for files, if it has one.
  package let mldsa65: MLDSA65PublicKey?
  /// How the kiosk calls itself; may be empty.
  package let name: String
  /// The centre's code by the kiosk's configuration, if it tells it.
  package let centre: String?

  /// Reads the JSON document; each flaw is named.
  /// - Parameter given: the code that came apart from the document, which then need not name one.
  package init(json bytes: [UInt8], code given: String? = nil) throws(Problem) {
    let members = try JSONBody.object(bytes)
    if let given { code = given } else { code = try JSONBody.text("code", of: members) }
    name = try JSONBody.optionalText("name", of: members) ?? ""
    centre = try JSONBody.optionalText("centre", of: members)
    let hex = try JSONBody.text("log", of: members)
    let keyHex = try JSONBody.text("key", of: members)
    guard let log = try? LogID(hex: hex) else {
      throw JSONBody.flaw("log", "must be 32 lower-case hex digits")
    }
    guard let raw = try? Hex.decode(keyHex), let key = try? PublicKey(bytes: raw) else {
      throw JSONBody.flaw("key", "must be a canonical Ed25519 public key in 64 hex digits")
    }
    mldsa65 = try EnrolmentRequest.second(members)
    guard EnrolmentProof.isValid(in: members, by: key) else {
      throw JSONBody.flaw(
        EnrolmentProof.member, "is missing or not that of the key; a kiosk of this version sends it"
      )
    }
    guard name.utf8.count <= 200 else { throw JSONBody.flaw("name", "is longer than 200 bytes") }
    self.log = log
    self.key = key
  }

  private static func second(
    _ members: [String: CanonicalValue]
  ) throws(Problem) -> MLDSA65PublicKey? {
    guard let text = try JSONBody.optionalText("mldsa65", of: members) else { return nil }
    guard let bytes = try? Base64.decode(text), let key = try? MLDSA65PublicKey(bytes: bytes) else {
      throw JSONBody.flaw("mldsa65", "must be an ML-DSA-65 public key in base64")
    }
    return key
  }
}

/// Reads small JSON request bodies and says where they are wrong.
package enum JSONBody {
  /// The members of the body's object.
  package static func object(_ bytes: [UInt8]) throws(Problem) -> [String: CanonicalValue] {
    let value: CanonicalValue
    do {
      value = try CanonicalValue(json: bytes)
    } catch {
      throw Problem(
        400, "json", title: "The body is not JSON", detail: "\(error)")
    }
    guard let members = value.object else {
      throw Problem(
        400, "json", title: "The body is not a JSON object", detail: "Send one object {...}.")
    }
    return members
  }

  /// A member that must be a text.
  package static func text(
    _ name: String, of members: [String: CanonicalValue]
  ) throws(Problem) -> String {
    guard let text = try optionalText(name, of: members) else { throw flaw(name, "is missing") }
    return text
  }

  /// A member that may be absent.
  package static func optionalText(
    _ name: String, of members: [String: CanonicalValue]
  ) throws(Problem) -> String? {
    guard let value = members[name] else { return nil }
    guard let text = value.text, !text.contains("\0") else { throw flaw(name, "must be a text") }
    return text
  }

  /// A member that must be a whole number from 0.
  package static func count(
    _ name: String, of members: [String: CanonicalValue]
  ) throws(Problem) -> Int64 {
    guard let value = members[name] else { throw flaw(name, "is missing") }
    guard let number = value.integer, number >= 0 else {
      throw flaw(name, "must be a whole number from 0")
    }
    return number
  }

  /// The refusal of one member.
  package static func flaw(_ name: String, _ reason: String) -> Problem {
    Problem(
      400, "member", title: "A member of the body is wrong",
      detail: "\"\(name)\" \(reason).")
  }
}

import Centre
import HTTP

/// What `POST /api/check-ins` takes: `{"code": "...", "source": "wedge", "session": "2026-0031"}`.
struct CheckInBody: Equatable {
  let code: String
  let source: CheckInSource
  let session: String?

  /// The ways in that programs may name; a search by name belongs to the screen alone.
  static let sources: [CheckInSource] = [.wedge, .keypad, .serial, .camera, .roll, .paper]

  /// Bytes of the longest code: that of a certificate. Identity cards stay far below.
  static let mostCodeBytes = CertificateCode.mostBytes

  /// Reads a body strictly: an object with these names only, each a string.
  init(_ body: [UInt8]) throws(BodyError) {
    let members = try Self.members(of: body)
    var code: String?
    var source: CheckInSource?
    var session: String?
    for member in members {
      switch member.name {
      case "code": code = try Self.text(member)
      case "source": source = try Self.source(member)
      case "session": session = member.value.content == .null ? nil : try Self.text(member)
      default:
        throw BodyError(
          code: "json.unknownName", message: "There is no member \"\(member.name)\"",
          offset: member.value.offset, pointer: "/\(member.name)")
      }
    }
    guard let code else { throw Self.missing("code") }
    guard let source else { throw Self.missing("source") }
    self.code = code
    self.source = source
    self.session = session
  }

  private static func members(of body: [UInt8]) throws(BodyError) -> [JSONMember] {
    let value: JSONValue
    do {
      value = try JSONReader.read(body)
    } catch {
      throw BodyError(
        code: "json.syntax", message: error.message, offset: error.offset, pointer: nil)
    }
    guard case .object(let members) = value.content else {
      throw BodyError(
        code: "json.type", message: "Expected an object, found \(value.kind)",
        offset: value.offset, pointer: "")
    }
    return members
  }

  private static func text(_ member: JSONMember) throws(BodyError) -> String {
    guard case .text(let text) = member.value.content else {
      throw BodyError(
        code: "json.type", message: "Expected a string, found \(member.value.kind)",
        offset: member.value.offset, pointer: "/\(member.name)")
    }
    guard text.utf8.count <= mostCodeBytes else {
      throw BodyError(
        code: "json.tooLong", message: "Longer than \(mostCodeBytes) bytes",
        offset: member.value.offset, pointer: "/\(member.name)")
    }
    return text
  }

  private static func source(_ member: JSONMember) throws(BodyError) -> CheckInSource {
    let text = try text(member)
    guard let source = CheckInSource(rawValue: text), sources.contains(source) else {
      let names = sources.map(\.rawValue).joined(separator: ", ")
      throw BodyError(
        code: "json.source", message: "The source is none of \(names)",
        offset: member.value.offset, pointer: "/\(member.name)")
    }
    return source
  }

  private static func missing(_ name: String) -> BodyError {
    BodyError(
      code: "json.missing", message: "The member \"\(name)\" is missing", offset: 0, pointer: "")
  }
}

/// Why a body was refused, and where.
struct BodyError: Error, Equatable {
  /// A short stable word for programs.
  let code: String
  /// What is wrong, without the place.
  let message: String
  /// Bytes from the start of the body.
  let offset: Int
  /// The member at fault, as a JSON pointer.
  let pointer: String?

  /// The answer to the program that sent it.
  var problem: Problem {
    Problem(
      status: .badRequest, code: code, detail: "\(message), at byte \(offset).", offset: offset,
      pointer: pointer)
  }
}

/// The strict parser of `multipart/form-data` bodies (RFC 7578 over RFC 2046).
///
/// No preamble, CRLF line ends only, every part named: what every browser sends. Anything else is
/// refused with the byte where it went wrong.
struct MultipartForm {
  private static let maxPartHeaderBytes = 4096
  private static let crlf: [UInt8] = [13, 10]

  private let bytes: [UInt8]
  private let limits: FormLimits
  /// CRLF, two dashes and the boundary: what ends every part.
  private let delimiter: [UInt8]
  private var offset = 0
  private var form = Form()

  /// Refuses with 400 and the place of a flaw, or 413 beyond `limits`.
  static func parse(
    _ bytes: [UInt8], boundary: String?, limits: FormLimits
  ) throws(Refusal) -> Form {
    guard let boundary, (1...70).contains(boundary.utf8.count) else {
      throw flaw("boundary", "The multipart form names no usable boundary.")
    }
    var parser = MultipartForm(bytes: bytes, boundary: boundary, limits: limits)
    try parser.run()
    return parser.form
  }

  private init(bytes: [UInt8], boundary: String, limits: FormLimits) {
    self.bytes = bytes
    self.limits = limits
    delimiter = Self.crlf + Array("--\(boundary)".utf8)
  }

  private mutating func run() throws(Refusal) {
    guard bytes.starts(with: delimiter.dropFirst(2)) else {
      throw Self.flaw("start", "The multipart form does not begin with its boundary.")
    }
    offset = delimiter.count - 2
    while !skip(Array("--".utf8)) {
      guard skip(Self.crlf) else {
        throw Self.flaw("delimiter", "The boundary at byte \(offset) is not followed by CRLF.")
      }
      try readPart()
    }
    guard offset == bytes.count || (skip(Self.crlf) && offset == bytes.count) else {
      throw Self.flaw("end", "The multipart form goes on after its end, at byte \(offset).")
    }
  }

  private mutating func readPart() throws(Refusal) {
    let start = offset
    let disposition = try readPartHeaders()
    guard let end = find(delimiter, from: offset) else {
      throw Self.flaw("unfinished", "The part that begins at byte \(start) has no end.")
    }
    let content = bytes[offset..<end]
    offset = end + delimiter.count
    if let fileName = disposition.fileName {
      try addFile(disposition, fileName: fileName, content: content)
    } else {
      try addField(disposition.name, content: content, at: start)
    }
  }

  private mutating func addFile(
    _ part: MultipartPart, fileName: String, content: ArraySlice<UInt8>
  ) throws(Refusal) {
    guard form.files.count < limits.maxFiles else {
      throw Self.tooLarge("files", "The form has more than \(limits.maxFiles) files.")
    }
    guard content.count <= limits.maxFileBytes else {
      throw Self.tooLarge("fileLength", "A file is longer than \(limits.maxFileBytes) bytes.")
    }
    form.files.append(
      FormFile(
        name: part.name, fileName: fileName, contentType: part.contentType,
        bytes: Array(content)))
  }

  private mutating func addField(
    _ name: String, content: ArraySlice<UInt8>, at start: Int
  ) throws(Refusal) {
    guard form.fields.count < limits.maxFields else {
      throw Self.tooLarge("fields", "The form has more than \(limits.maxFields) fields.")
    }
    guard content.count <= limits.maxValueBytes else {
      throw Self.tooLarge(
        "length", "The form's value of \(name) is longer than \(limits.maxValueBytes) bytes.")
    }
    do {
      form.fields.append(Form.Field(name: name, value: try Percent.text(Array(content))))
    } catch {
      throw Self.flaw(
        "\(error.reason)",
        "The form has \(error.reason.rawValue) in the value of \(name), "
          + "at byte \(content.startIndex + error.offset).")
    }
  }

  private mutating func readPartHeaders() throws(Refusal) -> MultipartPart {
    let start = offset
    guard let end = find(Self.crlf + Self.crlf, from: start),
      end - start <= Self.maxPartHeaderBytes
    else {
      throw Self.flaw("headers", "The headers of the part at byte \(start) have no end.")
    }
    offset = end + 4
    guard let part = MultipartPart(headers: bytes[start..<end]) else {
      throw Self.flaw("headers", "The part at byte \(start) has no valid name.")
    }
    guard part.name.utf8.count <= limits.maxNameBytes else {
      throw Self.tooLarge("length", "A form's name is longer than \(limits.maxNameBytes) bytes.")
    }
    return part
  }

  private mutating func skip(_ expected: [UInt8]) -> Bool {
    guard bytes[offset...].starts(with: expected) else { return false }
    offset += expected.count
    return true
  }

  private func find(_ needle: [UInt8], from start: Int) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      var index = start
      let last = bytes.count - needle.count
      while index <= last {
        if bytes[index] == needle[0], needle.indices.allSatisfy({ bytes[index + $0] == needle[$0] })
        {
          return index
        }
        index += 1
      }
      return nil
    }
  }

  private static func flaw(_ code: String, _ detail: String) -> Refusal {
    Refusal(.badRequest, code: "form.\(code)", detail: detail)
  }

  private static func tooLarge(_ code: String, _ detail: String) -> Refusal {
    Refusal(.contentTooLarge, code: "form.\(code)", detail: detail)
  }
}

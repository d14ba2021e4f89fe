/// The values of a query string or of a submitted form, in order.
package struct Form: Equatable, Sendable {
  /// One field: names may repeat, as check boxes do.
  package struct Field: Equatable, Sendable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Every text field in the order sent.
  package var fields: [Field]
  /// Every uploaded file in the order sent; only multipart forms have any.
  package var files: [FormFile]

  package init(fields: [Field] = [], files: [FormFile] = []) {
    self.fields = fields
    self.files = files
  }

  /// The first value under `name`, or nil.
  package subscript(name: String) -> String? {
    fields.first { $0.name == name }?.value
  }

  /// All values under `name`, e.g. of a group of check boxes.
  package func all(_ name: String) -> [String] {
    fields.filter { $0.name == name }.map(\.value)
  }

  /// The first uploaded file under `name`, or nil.
  package func file(_ name: String) -> FormFile? {
    files.first { $0.name == name }
  }
}

/// One file of a multipart form, whole in memory (the request's body limit bounds it).
package struct FormFile: Equatable, Sendable {
  /// The form field's name.
  package let name: String
  /// The sender's name for the file. Never a path to write to.
  package let fileName: String
  /// As the sender claims, or "application/octet-stream".
  package let contentType: String
  package let bytes: [UInt8]

  package init(name: String, fileName: String, contentType: String, bytes: [UInt8]) {
    self.name = name
    self.fileName = fileName
    self.contentType = contentType
    self.bytes = bytes
  }
}

/// What one form may hold; anything beyond is refused with 413 and the limit.
package struct FormLimits: Equatable, Sendable {
  package var maxFields = 200
  package var maxNameBytes = 128
  package var maxValueBytes = 64 * 1024
  package var maxFiles = 4
  package var maxFileBytes = 16 * 1024 * 1024

  package init() {}

  /// The values above.
  package static let standard = FormLimits()
}

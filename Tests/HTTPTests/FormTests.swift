import Testing

@testable import HTTP

@Suite
struct FormTests {
  private func urlencoded(_ text: String, limits: FormLimits = .standard) throws -> Form {
    try Request(
      method: "POST", target: "/",
      headers: ["Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"],
      body: Array(text.utf8)
    ).form(limits: limits)
  }

  private func multipart(
    _ text: String, boundary: String = "XyZ", limits: FormLimits = .standard
  ) throws -> Form {
    try Request(
      method: "POST", target: "/",
      headers: ["Content-Type": "Multipart/Form-Data; boundary=\"\(boundary)\""],
      body: Array(text.utf8)
    ).form(limits: limits)
  }

  @Test func `fields keep their order, repeats and marks`() throws {
    let form = try urlencoded(
      "name=%C4%90%E1%BB%97+Th%E1%BB%8B+H%E1%BA%A1nh&box=1&box=2&empty=&bare")

    #expect(form["name"] == "Đỗ Thị Hạnh")
    #expect(form.all("box") == ["1", "2"])
    #expect(form["empty"] == "")
    #expect(form["bare"] == "")
    #expect(form["missing"] == nil)
  }

  @Test func `a text area keeps its lines`() throws {
    #expect(try urlencoded("a=1%0D%0A2")["a"] == "1\r\n2")
    #expect(try urlencoded("") == Form())
  }

  struct Flaw: CustomTestStringConvertible {
    let text: String
    let code: String
    let place: String

    var testDescription: String { code }
  }

  @Test(arguments: [
    Flaw(text: "a=%4", code: "form.escape", place: "byte 2"),
    Flaw(text: "ab=1&c=%00", code: "form.nul", place: "value of c, at byte 7"),
    Flaw(text: "a=%ff", code: "form.utf8", place: "value of a"),
    Flaw(text: "%ff=1", code: "form.utf8", place: "name"),
  ])
  func `a flawed form is refused with the place`(_ flaw: Flaw) {
    let refusal = #expect(throws: Refusal.self) { try urlencoded(flaw.text) }

    #expect(refusal?.status == .badRequest)
    #expect(refusal?.code == flaw.code)
    #expect(refusal?.detail.contains(flaw.place) == true, "\(refusal?.detail ?? "")")
  }

  @Test func `each limit is a 413`() throws {
    var limits = FormLimits()
    (limits.maxFields, limits.maxNameBytes, limits.maxValueBytes) = (2, 3, 4)

    #expect(try urlencoded("a=1234&bcd=2", limits: limits).fields.count == 2)
    for text in ["a=1&b=2&c=3", "abcd=1", "a=12345"] {
      let refusal = #expect(throws: Refusal.self) { try urlencoded(text, limits: limits) }
      #expect(refusal?.status == .contentTooLarge)
    }
  }

  @Test func `another content type is 415`() throws {
    let request = try Request(method: "POST", target: "/", body: [1])

    #expect(throws: Refusal.self) { try request.form() }
  }

  private let sound = """
    --XyZ\r
    Content-Disposition: form-data; name="name"\r
    \r
    Nguyễn\r
    Văn A\r
    --XyZ\r
    content-disposition: form-data; name="fi%22le"; filename="a;b.png"\r
    Content-Type: image/png\r
    \r
    \r
    --Xy \0\r
    --XyZ--\r

    """

  @Test func `a multipart form gives fields and files`() throws {
    let form = try multipart(sound)

    #expect(form["name"] == "Nguyễn\r\nVăn A")
    let file = try #require(form.file("fi\"le"))
    #expect(file.fileName == "a;b.png")
    #expect(file.contentType == "image/png")
    #expect(file.bytes == Array("\r\n--Xy \0".utf8))
  }

  @Test func `every truncation of a multipart form is refused`() throws {
    let bytes = Array(sound.utf8)
    for length in 0..<bytes.count - 2 {
      #expect(throws: Refusal.self, "length \(length)") {
        try MultipartForm.parse(Array(bytes[..<length]), boundary: "XyZ", limits: .standard)
      }
    }
  }

  @Test(arguments: [
    Flaw(text: "", code: "form.start", place: "begin"),
    Flaw(text: "x--XyZ--", code: "form.start", place: "begin"),
    Flaw(text: "--XyZ--\r\nmore", code: "form.end", place: "byte 9"),
    Flaw(text: "--XyZ\n", code: "form.delimiter", place: "byte 5"),
    Flaw(text: "--XyZ\r\n\r\n\r\n--XyZ--", code: "form.headers", place: "byte 7"),
    Flaw(
      text: "--XyZ\r\nContent-Disposition: form-data\r\n\r\n\r\n--XyZ--", code: "form.headers",
      place: "name"),
    Flaw(
      text: "--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx", code: "form.unfinished",
      place: "byte 7"),
    Flaw(
      text: "--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\0\r\n--XyZ--",
      code: "form.nul", place: "value of a"),
  ])
  func `a malformed multipart form is refused with the place`(_ flaw: Flaw) {
    let refusal = #expect(throws: Refusal.self) { try multipart(flaw.text) }

    #expect(refusal?.status == .badRequest)
    #expect(refusal?.code == flaw.code)
    #expect(refusal?.detail.contains(flaw.place) == true, "\(refusal?.detail ?? "")")
  }

  @Test func `random damage to a multipart form never crashes`() {
    let seed = UInt64.random(in: 0 ... .max)
    print("FormTests seed \(seed)")
    var random = SeededRandom(seed: seed)
    for _ in 0..<2000 {
      var bytes = Array(sound.utf8)
      for _ in 0..<3 {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      _ = try? MultipartForm.parse(bytes, boundary: "XyZ", limits: .standard)
      _ = try? URLEncodedForm.parse(bytes, limits: .standard, place: "form")
    }
  }
}

/// SplitMix64, so that a printed seed repeats a run.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
}

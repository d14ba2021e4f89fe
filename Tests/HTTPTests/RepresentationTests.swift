import Testing

@testable import HTTP

@Suite struct RepresentationTests {
  private let document = Representation(
    bytes: Array("0123456789".utf8), contentType: "text/x", tag: "\"t\"",
    common: ["Vary": "Accept-Encoding"])

  private func get(_ headers: Headers, method: String = "GET") throws -> Response {
    document.answer(to: try Request(method: method, target: "/", headers: headers))
  }

  struct Case: Sendable {
    let headers: Headers
    let status: Status
    let text: String
    var range: String?
  }

  @Test(arguments: [
    Case(headers: [:], status: .ok, text: "0123456789"),
    Case(headers: ["If-None-Match": "\"t\""], status: .notModified, text: ""),
    Case(
      headers: ["Range": "bytes=4-"], status: .partialContent, text: "456789",
      range: "bytes 4-9/10"),
    Case(
      headers: ["Range": "bytes=4-", "If-Range": "\"t\""], status: .partialContent,
      text: "456789", range: "bytes 4-9/10"),
    Case(
      headers: ["Range": "bytes=2-3"], status: .partialContent, text: "23", range: "bytes 2-3/10"),
    // A part of another one would not fit.
    Case(headers: ["Range": "bytes=4-", "If-Range": "\"u\""], status: .ok, text: "0123456789"),
    Case(headers: ["Range": "bytes=4-", "If-Range": "W/\"t\""], status: .ok, text: "0123456789"),
    Case(headers: ["Range": "lines=4-"], status: .ok, text: "0123456789"),
    Case(
      headers: ["Range": "bytes=10-"], status: .rangeNotSatisfiable, text: "",
      range: "bytes */10"),
  ])
  func `it is answered whole, in part, or not again`(_ given: Case) throws {
    let answer = try get(given.headers)

    #expect(answer.status == given.status)
    #expect(answer.text == given.text)
    #expect(answer.headers["Content-Range"] == given.range)
    #expect(answer.headers["ETag"] == "\"t\"")
    #expect(answer.headers["Vary"] == "Accept-Encoding")
  }

  @Test(
    arguments: [
      (nil, false), ("", false), ("gzip", true), ("GZIP", true), ("br, gzip;q=0.5", true),
      ("gzip;q=0", false), ("gzip; q=0.000", false), ("*", true), ("*;q=0", false),
      ("gzip;q=0, *", false), ("identity", false), ("gzippo", false), (";;,,", false),
    ] as [(String?, Bool)])
  func `gzip goes to those that take it`(field: String?, isTaken: Bool) {
    #expect(ContentCoding.acceptsGzip(field) == isTaken)
  }
}

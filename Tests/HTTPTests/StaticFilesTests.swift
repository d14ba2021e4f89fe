import Foundation
import Glibc
import Testing

@testable import HTTP

@Suite
final class StaticFilesTests {
  private let directory: String
  private let files: StaticFiles

  init() throws {
    let temporary = FileManager.default.temporaryDirectory.path
    var template = Array("\(temporary)/static-files-XXXXXX".utf8CString)
    mkdtemp(&template)
    directory = String(decoding: template.dropLast().map(UInt8.init), as: UTF8.self)
    mkdir(directory + "/sub", 0o755)
    Self.write("body { }", to: directory + "/style.css")
    Self.write("0123456789", to: directory + "/sub/digits.txt")
    Self.write("secret", to: directory + "/.hidden")
    Self.write("", to: directory + "/empty.js")
    symlink("/etc/passwd", directory + "/link.txt")
    symlink("/etc", directory + "/etc")
    files = StaticFiles(directory: directory, cacheControl: "max-age=60")
  }

  deinit {
    for name in ["style.css", "sub/digits.txt", ".hidden", "empty.js", "link.txt", "etc"] {
      unlink(directory + "/" + name)
    }
    rmdir(directory + "/sub")
    rmdir(directory)
  }

  private static func write(_ text: String, to path: String) {
    guard let file = fopen(path, "w") else { return }
    fputs(text, file)
    fclose(file)
  }

  private func get(
    _ file: String, _ headers: Headers = [:], method: String = "GET", from: StaticFiles? = nil
  ) throws -> Response {
    try (from ?? files).respond(
      to: Request(method: method, target: "/", headers: headers), file: file)
  }

  @Test func `a file has its type, tag and cache rule`() throws {
    let response = try get("style.css")

    #expect(response.text == "body { }")
    #expect(response.headers["Content-Type"] == "text/css; charset=utf-8")
    #expect(response.headers["Cache-Control"] == "max-age=60")
    #expect(response.headers["ETag"]?.hasPrefix("\"") == true)
    #expect(try get("empty.js").headers["Content-Type"] == "text/javascript; charset=utf-8")
  }

  @Test(arguments: [
    "../etc/passwd", "..", ".", "", "/etc/passwd", "sub/../style.css", "sub//digits.txt", "sub",
    "sub/", ".hidden", "sub/.x", "link.txt", "etc/passwd", "a\\b", "missing.css", "style.css/x",
    "style.css\n", String(repeating: "a", count: 300), String(repeating: "sub/", count: 20),
  ])
  func `nothing outside the plain files is served`(_ file: String) {
    let refusal = #expect(throws: Refusal.self) { try get(file) }

    #expect(refusal?.status == .notFound)
  }

  /// Packs by leaving out spaces.
  private var packing: StaticFiles {
    StaticFiles(directory: directory) { bytes in bytes.filter { $0 != UInt8(ascii: " ") } }
  }

  @Test(arguments: ["gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8", "GZIP"])
  func `a text is packed for who takes it, under a tag of its own`(_ taken: String) throws {
    let packing = packing
    let plain = try get("style.css", from: packing)

    let packed = try get("style.css", ["Accept-Encoding": taken], from: packing)

    #expect(packed.text == "body{}")
    #expect(packed.headers["Content-Encoding"] == "gzip")
    #expect(packed.headers["Content-Type"] == "text/css; charset=utf-8")
    #expect([packed, plain].allSatisfy { $0.headers["Vary"] == "Accept-Encoding" })
    #expect(plain.text == "body { }" && plain.headers["Content-Encoding"] == nil)
    let tag = try #require(packed.headers["ETag"])
    #expect(tag != plain.headers["ETag"])
    let again = try get(
      "style.css", ["Accept-Encoding": taken, "If-None-Match": tag], from: packing)
    #expect(again.status == .notModified && again.headers["ETag"] == tag)
  }

  @Test(arguments: ["", "identity", "br", "gzip;q=0", "gzip; q=0.000", "x-gzip-not"])
  func `nobody else gets it packed`(_ taken: String) throws {
    let answer = try get("style.css", ["Accept-Encoding": taken], from: packing)

    #expect(answer.text == "body { }")
    #expect(answer.headers["Content-Encoding"] == nil)
  }

  @Test func `a part is of the plain file, and what would not shrink stays plain`() throws {
    let part = try get(
      "style.css", ["Accept-Encoding": "gzip", "Range": "bytes=0-3"], from: packing)
    let digits = try get("sub/digits.txt", ["Accept-Encoding": "gzip"], from: packing)

    #expect(part.status == .partialContent && part.text == "body")
    #expect(digits.text == "0123456789" && digits.headers["Content-Encoding"] == nil)
    #expect(try get("style.css", ["Accept-Encoding": "gzip"]).text == "body { }")
  }

  @Test func `a known tag is 304`() throws {
    let tag = try #require(try get("style.css").headers["ETag"])

    for field in [tag, "\"x\", \(tag)", "W/\(tag)", "*"] {
      let response = try get("style.css", ["If-None-Match": field])
      #expect(response.status == .notModified)
      #expect(response.headers["ETag"] == tag)
    }
    #expect(try get("style.css", ["If-None-Match": "\"x\""]).status == .ok)
  }

  struct RangeCase: CustomTestStringConvertible {
    let field: String
    let status: Int
    let text: String
    let contentRange: String?

    var testDescription: String { field }
  }

  static let ranges = [
    RangeCase(field: "bytes=0-3", status: 206, text: "0123", contentRange: "bytes 0-3/10"),
    RangeCase(field: "bytes=4-", status: 206, text: "456789", contentRange: "bytes 4-9/10"),
    RangeCase(field: "bytes=-2", status: 206, text: "89", contentRange: "bytes 8-9/10"),
    RangeCase(field: "bytes=-99", status: 206, text: "0123456789", contentRange: "bytes 0-9/10"),
    RangeCase(field: "bytes=8-99", status: 206, text: "89", contentRange: "bytes 8-9/10"),
    RangeCase(field: "bytes=10-", status: 416, text: "", contentRange: "bytes */10"),
    RangeCase(field: "bytes=-0", status: 416, text: "", contentRange: "bytes */10"),
    RangeCase(field: "bytes=3-1", status: 200, text: "0123456789", contentRange: nil),
    RangeCase(field: "bytes=0-1,3-4", status: 200, text: "0123456789", contentRange: nil),
    RangeCase(field: "bytes=a-b", status: 200, text: "0123456789", contentRange: nil),
    RangeCase(field: "bytes=-", status: 200, text: "0123456789", contentRange: nil),
    RangeCase(field: "lines=0-1", status: 200, text: "0123456789", contentRange: nil),
    RangeCase(
      field: "bytes=99999999999999999999-", status: 200, text: "0123456789", contentRange: nil),
  ]

  @Test(arguments: ranges)
  func `a range gives that part`(_ item: RangeCase) throws {
    let response = try get("sub/digits.txt", ["Range": item.field])

    #expect(response.status.code == item.status)
    #expect(response.text == item.text)
    #expect(response.headers["Content-Range"] == item.contentRange)
  }

  @Test func `a range for another version gives the whole`() throws {
    let headers: Headers = ["Range": "bytes=0-3", "If-Range": "\"other\""]

    #expect(try get("sub/digits.txt", headers).status == .ok)
    #expect(try get("sub/digits.txt", ["Range": "bytes=0-3"], method: "HEAD").status == .ok)
  }

  @Test func `a changed file changes its tag`() throws {
    let before = try get("style.css")
    Self.write("body { color: red }", to: directory + "/style.css")

    let after = try get("style.css", from: StaticFiles(directory: directory))

    #expect(before.headers["ETag"] != after.headers["ETag"])
    #expect(after.text == "body { color: red }")
  }

  @Test(arguments: [0, 1 << 20])
  func `files travel over the wire from memory and from disk`(_ maxCachedBytes: Int) throws {
    let served = StaticFiles(directory: directory, maxCachedFileBytes: maxCachedBytes)
    var router = Router()
    router.on("GET", "/assets/{path...}") { request in
      try served.respond(to: request, file: request.parameters["path"] ?? "")
    }
    try withServer(router) { server in
      let client = try RawClient(port: server.port)
      let get = { (method: String, file: String, more: String) in
        client.send("\(method) /assets/\(file) HTTP/1.1\r\nHost: x\r\n\(more)\r\n")
        return client.readAnswer(toHead: method == "HEAD")
      }

      for _ in 0..<3 {
        let whole = try #require(get("GET", "sub/digits.txt", ""))
        #expect(whole.text == "0123456789")
        #expect(whole.headers["x-content-type-options"] == "nosniff")
        let tag = try #require(whole.headers["etag"])
        #expect(get("GET", "sub/digits.txt", "If-None-Match: \(tag)\r\n")?.status == 304)
        #expect(get("GET", "sub/digits.txt", "Range: bytes=2-4\r\n")?.text == "234")
        #expect(get("HEAD", "sub/digits.txt", "")?.headers["content-length"] == "10")
        #expect(get("GET", "empty.js", "")?.body == [])
        #expect(get("GET", "..%2f..%2fetc/passwd", "")?.status == 404)
        #expect(get("GET", "../../etc/passwd", "")?.status == 404)
      }
    }
  }
}

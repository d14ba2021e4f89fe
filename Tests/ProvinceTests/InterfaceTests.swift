import Evidence
import Foundation
import HTTP
import Testing

@testable import Province

/// The document at `/openapi.json` is held to the program. Whoever adds an address or a code adds it to
/// `assets/openapi.json` as well.
@Suite struct InterfaceTests {
  /// What stands in the document at a path of members.
  private static func document(_ path: String...) throws -> Any {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(TestProvince.assets)/openapi.json"))
    return try path.reduce(try JSONSerialization.jsonObject(with: data)) { value, name in
      try #require((value as? [String: Any])?[name], "\(name) in \(path)")
    }
  }

  /// `GET /v1/bundle`, for every address that programs use.
  private static func documented() throws -> Set<String> {
    let methods: Set<String> = ["get", "put", "post", "delete", "patch"]
    let paths = try #require(try document("paths") as? [String: [String: Any]])
    return Set(
      paths.flatMap { path, item in
        item.keys.filter(methods.contains).map { "\($0.uppercased()) \(path)" }
      })
  }

  @Test func `the document lists exactly the addresses that programs use`() throws {
    let province = try TestProvince()
    let served = Set(
      try province.router().routes
        .filter { $0.pattern.hasPrefix("/v1/") || $0.pattern == "/openapi.json" }
        .map { "\($0.method) \($0.pattern)" })
    let documented = try Self.documented()

    #expect(served.subtracting(documented) == [], "served, but not in the document")
    #expect(documented.subtracting(served) == [], "in the document, but not served")
  }

  @Test func `the document lists every code of a problem`() throws {
    let codes = try Self.document(
      "components", "schemas", "Problem", "properties", "code", "enum")
    let listed = Set(try #require(codes as? [String]))
    let sources = URL(fileURLWithPath: TestProvince.assets).deletingLastPathComponent()
      .appendingPathComponent("Sources/Province")
    let files = try #require(FileManager.default.enumerator(atPath: sources.path))
    var used: Set<String> = []
    for case let name as String in files where name.hasSuffix(".swift") {
      let text = try String(contentsOf: sources.appendingPathComponent(name), encoding: .utf8)
      used.formUnion(text.matches(of: #/\b[45]\d\d, "([A-Za-z.-]+)", title:/#).map { String($0.1) })
    }
    let reasons: [BatchError.Reason] = [
      .tooBig, .encoding, .header, .line(seq: 0), .range, .log, .checkpoint, .root, .signature,
    ]
    used.formUnion(reasons.map { BatchError($0, "").code })

    #expect(used.count > 30, "the search found the problems")
    #expect(used.subtracting(listed) == [], "used, but not in the document")
  }

  @Test func `each address names the sizes that the program holds to`() throws {
    let limits = BatchLimits.standard
    for (path, type) in [
      ("/v1/logs/{log}/entries/{range}", Batch.mediaType),
      ("/v1/logs/{log}/personal/{range}", PersonalDocument.mediaType),
    ] {
      let most = try Self.document(
        "paths", path, "put", "requestBody", "content", type, "schema", "maxLength")
      #expect(most as? Int == limits.maxCompressedBytes, "\(path)")
    }
  }

  @Test func `the document is served to everybody, with a tag`() throws {
    let router = try TestProvince().router()
    let ask = { (headers: Headers) in
      router.respond(
        to: try Request(
          method: "GET", target: "/openapi.json", headers: headers, remoteAddress: "192.0.2.1"))
    }

    let answer = try ask([:])
    let tag = try #require(answer.headers["ETag"])

    #expect(answer.status == .ok && answer.headers["Content-Type"] == "application/json")
    #expect(try Self.document("openapi") as? String == "3.1.0")
    #expect(try ask(["If-None-Match": tag]).status == .notModified)
  }
}

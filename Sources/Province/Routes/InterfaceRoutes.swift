import Evidence
import Foundation
package import HTTP

/// Where programs read how to speak with this service: an OpenAPI 3.1 document.
package struct InterfaceRoutes: Sendable {
  /// The document's name among the assets, and its address.
  package static let fileName = "openapi.json"

  private let document: [UInt8]
  private let tag: String

  /// - Parameter assets: the folder that holds the document.
  /// - Throws: `PageError` when it is missing.
  package init(assets: String) throws {
    let file = "\(assets)/\(InterfaceRoutes.fileName)"
    guard let data = FileManager.default.contents(atPath: file) else {
      throw PageError(operation: "read", file: file, message: "cannot be read")
    }
    document = [UInt8](data)
    tag = "\"\(Evidence.sha256(document).hex.prefix(32))\""
  }

  /// Adds the route.
  package func add(to router: inout Router) {
    router.on("GET", "/\(InterfaceRoutes.fileName)") { [document, tag] request in
      let isKnown = EntityTag.isListed(tag, in: request.header("If-None-Match"))
      let answer =
        isKnown
        ? Response.empty(.notModified) : .bytes(document, contentType: "application/json")
      return answer.with("ETag", tag).with("Cache-Control", "max-age=3600")
    }
  }
}

import HTTP
import Paper

/// What the first screen's camera sees: `POST /camera` takes a frame and answers the code on it as text,
/// or 204 while there is none. The screen sends the code on as it sends one of a keyboard scanner, and so
/// tells the visitor by itself when saving takes long.
///
/// `Codes-Seen` names every code on the frame by its mark; the screen sends the marks that are still held
/// before it as `Codes-Held`, and those codes lead to nothing again.
struct CameraFrames: Sendable {
  private static let seenField = "Codes-Seen"
  private static let heldField = "Codes-Held"
  private static let mostHeld = 8

  let desk: Desk

  /// Adds the route.
  func addRoutes(to router: inout Router) {
    router.on(
      "POST", Link.camera.pattern, maxBodyBytes: ImageCodes.longestFrameBytes,
      admits: { (try? requireCamera($0)) != nil }
    ) { try answer($0) }
  }

  private func answer(_ request: Request) throws -> Response {
    try requireCamera(request)
    guard ["image/jpeg", "image/png"].contains(request.contentType) else {
      throw Refusal(
        .unsupportedMediaType, code: "camera.contentType",
        detail: "A frame must be image/jpeg or image/png.",
        headers: ["Accept": "image/jpeg, image/png"])
    }
    let codes = try codes(request.body)
    let held = (request.header(Self.heldField) ?? "").split(separator: ",").prefix(Self.mostHeld)
    let fresh = codes.first { !held.contains(Substring($0.mark)) }
    // A code that waits for its turn on a full frame has not been seen yet.
    let seen = codes.filter { $0 == fresh || held.contains(Substring($0.mark)) }.map(\.mark)
    let answer = fresh.map { Response.text($0.text) } ?? Response.empty()
    return answer.with("Cache-Control", "no-store")
      .with(Self.seenField, seen.joined(separator: ","))
  }

  private func codes(_ bytes: [UInt8]) throws(Refusal) -> [CameraSight.Code] {
    do {
      return try desk.camera.codes(inFrame: bytes) ?? []
    } catch {
      throw Refusal(
        error.code == .tooLarge ? .contentTooLarge : .badRequest,
        code: "camera.\(error.code.rawValue)", detail: error.message)
    }
  }

  private func requireCamera(_ request: Request) throws(Refusal) {
    try RequestOrigin.requireScreen(request, of: desk.settings.checkIn)
    guard desk.settings.scanners.camera else {
      throw Refusal(
        .notFound, code: "camera.off", detail: "No camera is read here (setting scanners.camera).")
    }
  }
}

import Centre
import HTTP
import Paper
import Testing

@testable import Kiosk

@Suite struct CameraFramesTests {
  private static let on = "[scanners]\ncamera = true\n[checkIn]\nrepeatSeconds = 0"

  private func post(
    _ kiosk: DoorKiosk, _ frame: [UInt8], held: String = "", type: String = "image/png",
    from address: String = "127.0.0.1"
  ) throws -> Response {
    let headers = [Header("Content-Type", type), Header("Codes-Held", held)]
    return kiosk.router.respond(
      to: try Request(
        method: "POST", target: "/camera", headers: Headers(headers), body: frame,
        remoteAddress: address))
  }

  private func card(_ code: String) throws -> [UInt8] {
    GreyPNG.picture(of: try QRSymbol.digits(code))
  }

  @Test func `a card is told, and while it is held nothing more`() throws {
    let kiosk = try DoorKiosk(configuration: Self.on)
    let frame = try card(kiosk.resident.cardDigits)

    let first = try post(kiosk, frame)
    let mark = try #require(first.headers["Codes-Seen"])
    let held = try post(kiosk, frame, held: mark)
    let later = try post(kiosk, frame)

    #expect(first.status == .ok)
    #expect(first.text == kiosk.resident.cardDigits)
    #expect(first.headers["Content-Type"]?.hasPrefix("text/plain") == true)
    #expect(first.headers["Cache-Control"] == "no-store")
    #expect(mark.count == 16 && !mark.contains(kiosk.resident.cardDigits))
    #expect(held.status == .noContent)
    #expect(held.headers["Codes-Seen"] == mark)
    #expect(later.text == first.text)
  }

  @Test func `a frame by itself checks nobody in`() throws {
    let kiosk = try DoorKiosk(configuration: Self.on)

    let answer = try post(kiosk, try card(kiosk.resident.cardDigits))
    let checkIn = try kiosk.respond("POST", "/check-in", "code=\(answer.text)&source=camera")

    #expect(checkIn.text.contains("Đỗ Thị Hạnh"))
    #expect(!checkIn.text.contains("Đã điểm danh lúc"))
  }

  @Test func `another start of the service knows a code by another mark`() throws {
    let first = try DoorKiosk(configuration: Self.on)
    let second = try DoorKiosk(configuration: Self.on)
    let frame = try card("999999999999")

    #expect(
      try post(first, frame).headers["Codes-Seen"] != post(second, frame).headers["Codes-Seen"])
  }

  @Test func `a code that is held does not hide another one`() throws {
    let kiosk = try DoorKiosk(configuration: Self.on)
    let mark = try #require(try post(kiosk, try card("999999999999")).headers["Codes-Seen"])

    let answer = try post(kiosk, try card(kiosk.resident.cardDigits), held: "\(mark),x")

    #expect(answer.text == kiosk.resident.cardDigits)
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var frame: [UInt8] = []
    var type = "image/jpeg"
    var address = "127.0.0.1"
    var configuration = CameraFramesTests.on
    let status: Int
    let code: String
  }

  @Test(arguments: [
    Case(
      testDescription: "nothing of the sort", frame: [1, 2, 3], status: 400,
      code: "camera.unknownKind"),
    Case(
      testDescription: "a damaged JPEG", frame: [0xFF, 0xD8, 0xFF, 0xE0], status: 400,
      code: "camera.damaged"),
    Case(
      testDescription: "too many bytes",
      frame: [UInt8](repeating: 0xFF, count: ImageCodes.longestFrameBytes + 1), status: 413,
      code: "camera.tooLarge"),
    Case(testDescription: "a form", type: "text/plain", status: 415, code: "camera.contentType"),
    Case(
      testDescription: "another machine", address: "192.168.1.20", status: 403,
      code: "screen.notLocal"),
    Case(testDescription: "no camera wanted", configuration: "", status: 404, code: "camera.off"),
  ])
  func `what is no frame of this kiosk's camera is refused`(example: Case) throws {
    let kiosk = try DoorKiosk(configuration: example.configuration)

    let answer = try post(kiosk, example.frame, type: example.type, from: example.address)

    #expect(answer.status.code == example.status)
    #expect(kiosk.router.bodyLimit(of: try head(example)) == example.bodyLimit)
  }

  /// What is asked before a body is read.
  private func head(_ example: Case) throws -> Request {
    try Request(method: "POST", target: "/camera", remoteAddress: example.address)
  }
}

extension CameraFramesTests.Case {
  /// A stranger's frame is not even read.
  fileprivate var bodyLimit: Int? { [403, 404].contains(status) ? nil : 256 << 10 }
}

import Testing

@testable import HTTP

@Suite
struct RequestTests {
  @Test func `a target is taken apart`() throws {
    let request = try Request(method: "GET", target: "/t%C3%ACm?q=do%20thi+hanh&x=1?2")

    #expect(request.path == "/tìm")
    #expect(request.query["q"] == "do thi hanh")
    #expect(request.query["x"] == "1?2")
  }

  @Test(arguments: [
    ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("::ffff:127.0.0.1", true),
    ("192.168.1.7", false), ("::ffff:10.0.0.1", false), ("", false), ("1.127.0.0", false),
  ])
  func `only this machine is loopback`(_ address: String, _ isLoopback: Bool) throws {
    let request = try Request(method: "GET", target: "/", remoteAddress: address)

    #expect(request.isLoopback == isLoopback)
  }

  @Test func `headers are found in any case`() throws {
    let request = try Request(
      method: "GET", target: "/", headers: ["Content-Type": "Text/HTML; a=b"])

    #expect(request.header("content-TYPE") == "Text/HTML; a=b")
    #expect(request.contentType == "text/html")
    #expect(request.header("X") == nil)
  }

  @Test func `a request outlives its exchange`() throws {
    let kept = Kept()
    try withServer(kept.router) { server in
      let client = try RawClient(port: server.port)
      client.send("GET /a?b=c HTTP/1.1\r\nHost: x\r\nX-Field: v\r\n\r\n")
      #expect(client.readAnswer()?.status == 200)
    }

    #expect(kept.request?.header("x-field") == "v")
    #expect(kept.request?.query["b"] == "c")
    #expect(kept.request?.isLoopback == true)
  }

  @Test func `percent-encoding survives the way back`() throws {
    let text = "Đỗ Thị/Hạnh?&=+%\u{7f}"

    let back = try Percent.decode(
      Percent.encode(text).utf8, plusIsSpace: true, allowsControls: true)

    #expect(back == text)
  }
}

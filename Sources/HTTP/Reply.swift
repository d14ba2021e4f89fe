import CMicroHTTPD
import Glibc
import Logging

/// Hands one `Response` to libmicrohttpd.
struct Reply {
  let core: ServerCore
  let connection: Connection

  /// Queues the response; false if libmicrohttpd would not have it.
  func queue(_ response: Response, on pointer: OpaquePointer) -> Bool {
    guard let made = make(response, on: pointer) ?? make(Self.fault, on: pointer) else {
      return false
    }
    defer { MHD_destroy_response(made) }
    return send(response, made, on: pointer)
  }

  private static let fault = Response.text(
    "Internal error.\n", status: .internalServerError)

  private func send(
    _ response: Response, _ made: OpaquePointer, on pointer: OpaquePointer
  ) -> Bool {
    expectReading(of: response.body)
    return MHD_queue_response(pointer, UInt32(response.status.code), made) == .YES
  }

  /// A client that takes its answer slower than the least rate is cut off.
  private func expectReading(of body: Body) {
    let count: Int
    switch body {
    case .bytes(let bytes): count = bytes.count
    case .file(_, _, let length): count = length
    case .stream(let stream):
      guard let length = stream.length else { return }
      count = length
    }
    connection.expect(
      .sending,
      withinSeconds: core.settings.requestTimeoutSeconds
        + Double(count) / Double(max(core.settings.minBytesPerSecond, 1)))
  }

  /// A `struct MHD_Response *` with body and fields, or nil if a field is not fit to be sent.
  private func make(_ response: Response, on pointer: OpaquePointer) -> OpaquePointer? {
    guard let made = makeBody(response.body, on: pointer) else {
      core.logger.error("Failed to make a response.", metadata: ["status": "\(response.status)"])
      return nil
    }
    guard addFields(of: response, to: made) else {
      MHD_destroy_response(made)
      return nil
    }
    return made
  }

  /// The response's own fields, then the common ones it does not set itself.
  private func addFields(of response: Response, to made: OpaquePointer) -> Bool {
    let own = response.headers.all
    for field in own
    where MHD_add_response_header(made, field.name, value(of: field)) != .YES {
      core.logger.error(
        "A header field is not fit to be sent.", metadata: ["field": "\(field.name)"])
      return false
    }
    for field in core.commonFields
    where !own.contains(where: { equalsIgnoringCase($0.name, field.name) }) {
      MHD_add_response_header(made, field.name, field.value)
    }
    if core.stopping { MHD_add_response_header(made, "Connection", "close") }
    return true
  }

  /// A cookie that was set over TLS never travels in the clear.
  private func value(of field: Header) -> String {
    guard connection.isSecure, equalsIgnoringCase(field.name, "Set-Cookie"),
      !field.value.contains("; Secure")
    else { return field.value }
    return field.value + "; Secure"
  }

  private func makeBody(_ body: Body, on pointer: OpaquePointer) -> OpaquePointer? {
    switch body {
    case .bytes(let bytes):
      return bytes.withUnsafeBytes {
        MHD_create_response_from_buffer(
          $0.count, UnsafeMutableRawPointer(mutating: $0.baseAddress), .RESPMEM_MUST_COPY)
      }
    case .file(let file, let offset, let length):
      // libmicrohttpd closes the descriptor it is given.
      let copy = fcntl(file.descriptor, F_DUPFD_CLOEXEC, 0)
      guard copy >= 0 else { return nil }
      guard
        let made = MHD_create_response_from_fd_at_offset64(
          UInt64(length), copy, UInt64(offset))
      else {
        close(copy)
        return nil
      }
      return made
    case .stream(let stream):
      return StreamSource(stream, core: core, connection: connection, pointer: pointer)
        .makeResponse()
    }
  }
}

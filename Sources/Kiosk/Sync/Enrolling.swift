import Evidence
package import HTTP

/// Enrolment: the kiosk shows its public key, signs for it, and a one-time code, and gets a certificate, the root
/// keys and its tokens. Where the root key is kept offline the certificate comes later. Repeating it
/// with the same code gives the same answer, so a lost reply is harmless.
package struct Enrolling {
  /// Why a kiosk was not enrolled.
  package struct Refused: Error, Equatable, CustomStringConvertible {
    /// The status of the province's answer; nil for an answer that came as a file.
    package let status: Int?
    /// What the province said, or what its answer looked like.
    package let detail: String

    package var description: String { status.map { "status \($0): \(detail)" } ?? detail }
  }

  /// The answer is for another kiosk.
  package struct OtherKiosk: Error {}

  let keys: Keys
  let name: String
  let centre: String?
  /// The province's authority to trust from then on, PEM; nil leaves the one that is trusted.
  let authority: [UInt8]?
  let send: (ClientRequest) throws -> ClientResponse

  /// - Parameters:
  ///   - name: what the province shall call the kiosk: the centre's name.
  ///   - centre: the centre's code by the configuration, so that a code for another one is refused.
  ///   - authority: the province's authority to trust from then on, PEM.
  ///   - send: how a request travels.
  package init(
    keys: Keys, name: String, centre: String? = nil, authority: [UInt8]? = nil,
    send: @escaping (ClientRequest) throws -> ClientResponse
  ) {
    self.keys = keys
    self.name = name
    self.centre = centre
    self.authority = authority
    self.send = send
  }

  /// Enrols with the province at `url` and writes what it gave beside the keys.
  /// - Throws: `Refused`, `ClientError`, `FileError`, `Malformed`.
  package func enrol(url: String, code: String) throws -> Enrolment {
    let base = url.hasSuffix("/") ? String(url.dropLast()) : url
    let request = ClientRequest(
      method: "POST", url: "\(base)/v1/enrolments",
      headers: ["Content-Type": "application/json", "Accept": "application/json"],
      body: try self.request(code: code))
    let response = try send(request)
    guard response.status == .ok else {
      throw Refused(status: response.status.code, detail: Self.detail(of: response))
    }
    guard (try? CanonicalValue(json: response.body))?.object != nil else {
      throw Refused(status: response.status.code, detail: Stranger(response).message)
    }
    return try take(response.body, url: base, status: response.status.code)
  }

  /// The request, signed by this kiosk's key, as it is sent or carried to the province.
  /// - Parameter code: the one-time code; nil leaves it to whoever takes the file in.
  /// - Throws: `FileError`, `Malformed`.
  package func request(code: String?) throws -> [UInt8] {
    var members: [String: CanonicalValue] = [
      "log": .text(try keys.enrolmentLog.hex),
      "key": .text(Hex.encode(keys.device.publicKey.bytes)),
      "name": .text(nfc(name)),
    ]
    members["code"] = code.map { .text($0) }
    members["centre"] = centre.map { .text(nfc($0)) }
    return try CanonicalValue.object(try EnrolmentProof.signed(members, by: keys.device))
      .canonical()
  }

  /// Takes the province's answer that came as a file, and writes what it gave beside the keys.
  /// - Parameter url: where the province's server is; nil takes what the answer says.
  /// - Throws: `OtherKiosk`, and as `enrol`.
  package func take(carried answer: [UInt8], url: String?) throws -> Enrolment {
    let members = (try? CanonicalValue(json: answer))?.object
    guard try members?["log"]?.text == keys.enrolmentLog.hex else {
      guard members?["log"] != nil else {
        throw Refused(status: nil, detail: "this is no answer to an enrolment request")
      }
      throw OtherKiosk()
    }
    return try take(answer, url: url ?? members?["url"]?.text ?? "", status: nil)
  }

  private func take(_ answer: [UInt8], url: String, status: Int?) throws -> Enrolment {
    let enrolment = try read(answer, url: url, status: status)
    try TrustLock.held(in: keys.directory) {
      // First the authority: a kiosk that runs follows the token at once, and a failure leaves no token
      // for a line that is not trusted. The province answers the same code again.
      if let authority {
        try Files.write(authority, to: ProvinceAuthority.path(keys: keys.directory))
      }
      try enrolment.write(to: keys.directory)
    }
    return enrolment
  }

  private func read(_ answer: [UInt8], url: String, status: Int?) throws -> Enrolment {
    guard let value = try? CanonicalValue(json: answer), value.object != nil else {
      throw Refused(status: status, detail: "the answer is not a province's")
    }
    let fields = JSONFields(value, name: "the province's answer")
    guard let roots = fields["roots"] else {
      throw Refused(status: status, detail: "the answer has no root keys")
    }
    let enrolment = Enrolment(
      provinceHost: try fields.text("province"), url: url,
      verifier: try NoteVerifier(vkey: try fields.text("vkey")), token: try fields.text("token"),
      pullTokenDigest: sha256(Array(try fields.text("pullToken").utf8)),
      deviceCertificate: try fields["deviceCertificate"]?.text.map {
        try DeviceCertificate(bytes: try Base64.decode($0))
      },
      roots: try RootList(json: try roots.canonical()), log: try keys.enrolmentLog)
    try check(enrolment, status: status)
    return enrolment
  }

  private func check(_ enrolment: Enrolment, status: Int?) throws {
    guard enrolment.verifier.kind == .cosignature else {
      throw Refused(status: status, detail: "the province's key does not sign receipts")
    }
    guard let certificate = enrolment.deviceCertificate else {
      return
    }
    guard certificate.publicKey == keys.device.publicKey else {
      throw Refused(status: status, detail: "the device certificate is for another key")
    }
    guard enrolment.roots.roots.contains(where: { certificate.isSigned(by: $0.key) }) else {
      throw Refused(status: status, detail: "no root key vouches for the device certificate")
    }
  }

  private static func detail(of response: ClientResponse) -> String {
    let members = (try? CanonicalValue(json: response.body))?.object
    return members?["detail"]?.text ?? members?["title"]?.text ?? Stranger(response).message
  }
}

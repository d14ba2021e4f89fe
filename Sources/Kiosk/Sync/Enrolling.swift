import Evidence
package import HTTP

/// Enrolment: the kiosk shows its public key, signs for it, and a one-time code, and gets a certificate, the root
/// keys and its tokens. Where the root key is kept offline the certificate comes later. Repeating it
/// with the same code gives the same answer, so a lost reply is harmless.
package struct Enrolling {
  /// Why a kiosk was not enrolled.
  package struct Refused: Error, Equatable, CustomStringConvertible {
    /// The status of the province's answer.
    package let status: Int
    /// What the province said, or what its answer looked like.
    package let detail: String

    package var description: String { "status \(status): \(detail)" }
  }

  let keys: Keys
  let name: String
  let send: (ClientRequest) throws -> ClientResponse

  /// - Parameters:
  ///   - name: what the province shall call the kiosk: the centre's name.
  ///   - send: how a request travels.
  package init(
    keys: Keys, name: String, send: @escaping (ClientRequest) throws -> ClientResponse
  ) {
    self.keys = keys
    self.name = name
    self.send = send
  }

  /// Enrols with the province at `url` and writes what it gave beside the keys.
  /// - Throws: `Refused`, `ClientError`, `FileError`, `Malformed`.
  package func enrol(url: String, code: String) throws -> Enrolment {
    let base = url.hasSuffix("/") ? String(url.dropLast()) : url
    let members: [String: CanonicalValue] = [
      "code": .text(code), "log": .text(keys.log.hex),
      "key": .text(Hex.encode(keys.device.publicKey.bytes)), "name": .text(nfc(name)),
    ]
    let body = CanonicalValue.object(try EnrolmentProof.signed(members, by: keys.device))
    let request = ClientRequest(
      method: "POST", url: "\(base)/v1/enrolments",
      headers: ["Content-Type": "application/json", "Accept": "application/json"],
      body: try body.canonical())
    let response = try send(request)
    guard response.status == .ok else {
      throw Refused(status: response.status.code, detail: Self.detail(of: response))
    }
    let enrolment = try read(response, url: base)
    try TrustLock.held(in: keys.directory) { try enrolment.write(to: keys.directory) }
    return enrolment
  }

  private func read(_ response: ClientResponse, url: String) throws -> Enrolment {
    guard let value = try? CanonicalValue(json: response.body), value.object != nil else {
      throw Refused(status: response.status.code, detail: Stranger(response).message)
    }
    let fields = JSONFields(value, name: "the province's answer")
    guard let roots = fields["roots"] else {
      throw Refused(status: response.status.code, detail: "the answer has no root keys")
    }
    let enrolment = Enrolment(
      provinceHost: try fields.text("province"), url: url,
      verifier: try NoteVerifier(vkey: try fields.text("vkey")), token: try fields.text("token"),
      pullTokenDigest: sha256(Array(try fields.text("pullToken").utf8)),
      deviceCertificate: try fields["deviceCertificate"]?.text.map {
        try DeviceCertificate(bytes: try Base64.decode($0))
      },
      roots: try RootList(json: try roots.canonical()), log: keys.log)
    try check(enrolment, status: response.status.code)
    return enrolment
  }

  private func check(_ enrolment: Enrolment, status: Int) throws {
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

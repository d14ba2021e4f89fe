import Foundation
import Glibc
import Synchronization
import Testing

@testable import HTTP

/// Real certificates of an authority made by openssl, on real sockets.
@Suite(.serialized) struct TLSTests {
  /// An authority, a certificate for 127.0.0.1, one for another name, and one for a client.
  final class Authority: Sendable {
    let folder: String

    init() throws {
      folder = NSTemporaryDirectory() + "tls-\(UInt64.random(in: 0 ... .max))"
      let script = """
        set -e; umask 077; mkdir '\(folder)'; cd '\(folder)'
        new() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 "$@" 2>/dev/null; }
        new -subj /CN=Province -keyout ca.key -out ca.pem
        new -subj /CN=Stranger -keyout other-ca.key -out other-ca.pem
        new -CA ca.pem -CAkey ca.key -subj /CN=server -keyout server.key -out server.pem \
          -addext basicConstraints=critical,CA:false -addext subjectAltName=IP:127.0.0.1
        new -CA ca.pem -CAkey ca.key -subj /CN=named -keyout named.key -out named.pem \
          -addext basicConstraints=critical,CA:false -addext subjectAltName=DNS:elsewhere.example
        new -CA ca.pem -CAkey ca.key -subj /CN=puller -keyout client.key -out client.pem \
          -addext basicConstraints=critical,CA:false -addext extendedKeyUsage=clientAuth
        new -CA other-ca.pem -CAkey other-ca.key -subj /CN=x -keyout false.key -out false.pem \
          -addext basicConstraints=critical,CA:false -addext extendedKeyUsage=clientAuth
        printf '%s\n' '[ca]' default_ca=d '[d]' database=index new_certs_dir=. serial=serial \
          default_md=sha256 policy=p unique_subject=no '[p]' commonName=supplied >ca.conf
        printf '%s\n' basicConstraints=critical,CA:false subjectAltName=IP:127.0.0.1 >server.conf
        touch index
        dated() { openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" \
          -keyout "$1.key" -out "$1.csr" 2>/dev/null
          openssl ca -batch -config ca.conf -rand_serial -in "$1.csr" -cert ca.pem -keyfile ca.key \
          -extfile server.conf -startdate "$2" -enddate "$3" -notext -out "$1.pem" 2>/dev/null; }
        dated expired 20200101000000Z 20210101000000Z
        dated coming 21000101000000Z 21010101000000Z
        """
      guard let pipe = popen("sh -s <<'SCRIPT'\n\(script)\nSCRIPT\n", "r"), pclose(pipe) == 0 else {
        throw TLSFileError(path: folder, reason: "openssl made no certificates")
      }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func file(_ name: String) -> String { "\(folder)/\(name)" }

    func tls(_ name: String, clients: String = "") throws -> ServerTLS? {
      try ServerTLS(
        certificateFile: file("\(name).pem"), keyFile: file("\(name).key"),
        clientAuthorityFile: clients.isEmpty ? "" : file(clients))
    }
  }

  private static var router: Router {
    var router = Router.echo
    router.on("GET", "/cookie") { _ in
      Response.text("").setting(Cookie(name: "desk", value: "1")).setting(
        Cookie(name: "b", value: "2", isSecure: true))
    }
    router.on("GET", "/who") { .text($0.isClientCertified ? "province" : "anybody") }
    router.on("PUT", "/echo", maxBodyBytes: 4 << 20) { .bytes($0.body, contentType: "a/b") }
    return router
  }

  private func serving(_ tls: ServerTLS?, _ body: (Int) throws -> Void) throws {
    var settings = ServerSettings.quick
    settings.tls = tls
    try withServer(Self.router, settings: settings) { try body($0.port) }
  }

  private func client(
    _ authority: Authority, ca: String?, certificate: String? = nil,
    time: (@Sendable () -> CertificateTime)? = nil
  ) -> Client {
    var settings = ClientSettings()
    settings.certificateTime = time
    settings.caFile = ca.map { authority.file($0) }
    settings.certificateFile = certificate.map { authority.file("\($0).pem") }
    settings.keyFile = certificate.map { authority.file("\($0).key") }
    return Client(settings: settings)
  }

  @Test func `a body goes and comes back over TLS`() throws {
    let authority = try Authority()
    try serving(try authority.tls("server")) { port in
      let body = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      let client = client(authority, ca: "ca.pem")
      for _ in 0..<3 {
        let response = try client.send(
          ClientRequest(method: "PUT", url: "https://127.0.0.1:\(port)/echo", body: body))
        #expect(response.body == body)
      }
    }
  }

  @Test(arguments: [("server", "other-ca.pem"), ("server", nil), ("named", "ca.pem")])
  func `another authority and another name are not trusted, and said so`(
    _ server: String, _ ca: String?
  ) throws {
    let authority = try Authority()
    try serving(try authority.tls(server)) { port in
      let error = #expect(throws: ClientError.self) {
        try client(authority, ca: ca).send(ClientRequest(url: "https://127.0.0.1:\(port)/hello"))
      }
      #expect(error?.reason == .untrusted)
      #expect(error?.message.contains("certificate") == true, "\(error?.message ?? "")")
    }
  }

  /// A server's certificate, by what time it is judged, and whether it passes.
  struct Judged: Sendable {
    let server: String
    let time: CertificateTime?
    let passes: Bool
  }

  @Test(arguments: [
    Judged(server: "server", time: nil, passes: true),
    Judged(server: "expired", time: nil, passes: false),
    Judged(server: "coming", time: nil, passes: false),
    Judged(server: "server", time: .unknown, passes: true),
    Judged(server: "expired", time: .unknown, passes: true),
    Judged(server: "coming", time: .unknown, passes: true),
    Judged(server: "server", time: .at(seconds: 0), passes: false),
    Judged(server: "server", time: .at(seconds: 4_102_600_000), passes: false),
    Judged(server: "named", time: .unknown, passes: false),
  ])
  func `a certificate is judged by the time that is given, or by none, but always by its name`(
    _ judged: Judged
  ) throws {
    try #require(CertificateTime.isJudgedHere)
    let authority = try Authority()
    let answers = try answers(
      of: judged.server, authority, ca: "ca.pem", times: [judged.time].compactMap(\.self))
    #expect(answers == [judged.passes ? nil : .untrusted])
  }

  @Test func `without a time the authority is judged all the same`() throws {
    let authority = try Authority()
    let answers = try answers(of: "expired", authority, ca: "other-ca.pem", times: [.unknown])
    #expect(answers == [.untrusted])
  }

  @Test func `each request asks for the time anew`() throws {
    let authority = try Authority()
    let answers = try answers(
      of: "expired", authority, ca: "ca.pem", times: [.at(seconds: 2_000_000_000), .unknown])
    #expect(answers == [.untrusted, nil])
  }

  /// Why each request found no answer, nil where it found one; without times, of one request that is
  /// judged by the system's clock.
  private func answers(
    of server: String, _ authority: Authority, ca: String, times: [CertificateTime]
  ) throws -> [ClientError.Reason?] {
    let left = Mutex(times)
    let next: @Sendable () -> CertificateTime = { left.withLock { $0.removeFirst() } }
    let asking = client(authority, ca: ca, time: times.isEmpty ? nil : next)
    var answers: [ClientError.Reason?] = []
    try serving(try authority.tls(server)) { port in
      for _ in 0..<max(1, times.count) {
        do {
          _ = try asking.send(ClientRequest(url: "https://127.0.0.1:\(port)/hello"))
          answers.append(nil)
        } catch let error as ClientError {
          answers.append(error.reason)
        }
      }
    }
    return answers
  }

  @Test func `plain HTTP on a TLS port and TLS on a plain port are no answers`() throws {
    let authority = try Authority()
    try serving(try authority.tls("server")) { port in
      #expect(throws: ClientError.self) {
        try Client().send(ClientRequest(url: "http://127.0.0.1:\(port)/hello"))
      }
    }
    try serving(nil) { port in
      let error = #expect(throws: ClientError.self) {
        try client(authority, ca: "ca.pem")
          .send(ClientRequest(url: "https://127.0.0.1:\(port)/hello"))
      }
      #expect(error?.reason == .secure)
    }
  }

  @Test func `a client certificate of the authority is known, another is not, and none is needed`()
    throws
  {
    let authority = try Authority()
    try serving(try authority.tls("server", clients: "ca.pem")) { port in
      let who = { (certificate: String?) in
        let client = client(authority, ca: "ca.pem", certificate: certificate)
        let response = try client.send(ClientRequest(url: "https://127.0.0.1:\(port)/who"))
        return String(decoding: response.body, as: UTF8.self)
      }
      let answers = try ["client", nil, "false"].map(who)
      #expect(answers == ["province", "anybody", "anybody"])
    }
  }

  @Test func `a cookie set over TLS stays on TLS`() throws {
    let authority = try Authority()
    try serving(try authority.tls("server")) { port in
      let response = try client(authority, ca: "ca.pem").send(
        ClientRequest(url: "https://127.0.0.1:\(port)/cookie"))
      let cookies = response.headers.all.filter { $0.name == "Set-Cookie" }.map(\.value)
      #expect(cookies.count == 2)
      #expect(cookies.allSatisfy { $0.components(separatedBy: "; Secure").count == 2 })
    }
    try serving(nil) { port in
      let response = try Client().send(ClientRequest(url: "http://127.0.0.1:\(port)/cookie"))
      #expect(response.headers["Set-Cookie"]?.contains("Secure") == false)
    }
  }

  @Test func `older versions than TLS 1.2 are refused`() throws {
    let authority = try Authority()
    try serving(try authority.tls("server")) { port in
      func speaks(_ version: String) -> Bool {
        let command =
          "openssl s_client -connect 127.0.0.1:\(port) \(version) -cipher ALL:@SECLEVEL=0 "
          + "</dev/null 2>/dev/null | grep -q 'BEGIN CERTIFICATE'"
        return popen(command, "r").map { pclose($0) == 0 } ?? false
      }
      #expect(speaks("-tls1_2"))
      #expect(speaks("-tls1_3"))
      #expect(!speaks("-tls1_1"))
      #expect(!speaks("-tls1"))
    }
  }

  @Test func `files that cannot be used stop the start with their name`() throws {
    let authority = try Authority()
    let none = try ServerTLS(certificateFile: "", keyFile: "")
    #expect(none.map { _ in true } == nil)
    let missing = #expect(throws: TLSFileError.self) { try authority.tls("nothing") }
    #expect(missing?.description.contains("nothing.pem") == true)
    chmod(authority.file("server.key"), 0o640)
    let open = #expect(throws: TLSFileError.self) { try authority.tls("server") }
    #expect(open?.reason.contains("mode 600") == true)
    let swapped = #expect(throws: TLSFileError.self) {
      try ServerTLS(
        certificateFile: authority.file("named.key"), keyFile: authority.file("named.pem"))
    }
    #expect(swapped?.reason.contains("no certificate") == true)

    var settings = ServerSettings.quick
    settings.tls = try ServerTLS(
      certificateFile: authority.file("named.pem"), keyFile: authority.file("client.key"))
    let server = Server(settings: settings, logger: .quiet, router: Self.router)
    let error = #expect(throws: ServerError.self) { try server.start() }
    #expect(error?.message.contains("TLS") == true, "\(error?.message ?? "")")
  }
}

import Foundation
import HTTP
import Testing

@testable import Kiosk

@Suite struct ProvinceClientTests {
  /// A certificate for this machine that nobody but itself vouches for, made by openssl.
  private func certificate(in folder: String) throws -> (certificate: String, key: String) {
    let (certificate, key) = ("\(folder)/server.pem", "\(folder)/server.key")
    let script = """
      umask 077; openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 \
      -subj /CN=Province -addext subjectAltName=IP:127.0.0.1 \
      -keyout '\(key)' -out '\(certificate)' 2>/dev/null
      """
    let pipe = try #require(popen(script, "r"))
    try #require(pclose(pipe) == 0)
    return (certificate, key)
  }

  @Test func `an authority that is kept while the kiosk runs is trusted from then on`() throws {
    let bed = try Bed()
    let files = try certificate(in: bed.folder)
    var serving = ServerSettings()
    serving.tls = try ServerTLS(
      certificateFile: files.certificate, keyFile: files.key, clientAuthorityFile: "")
    var router = Router()
    router.on("GET", "/") { _ in .text("here") }
    let server = Server(settings: serving, logger: Bed.quiet, router: router)
    try server.start()
    defer { server.stop(graceSeconds: 1) }
    let request = ClientRequest(url: "https://127.0.0.1:\(server.port)/")
    let client = try ProvinceClient(bed.desk.settings.sync, data: bed.folder, clock: .machine())
    let kept = ProvinceAuthority.path(data: bed.folder)

    let refused = #expect(throws: ClientError.self) { try client.send(request) }
    #expect(refused?.reason == .untrusted)
    try Files.write(try TLSFile.certificates(files.certificate), to: kept)
    #expect(try client.send(request).status == .ok)

    // Also one that takes the place of another.
    let other = "\(bed.folder)/other"
    try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
    try Files.write(try TLSFile.certificates(try certificate(in: other).certificate), to: kept)
    let again = #expect(throws: ClientError.self) { try client.send(request) }
    #expect(again?.reason == .untrusted)
    try Files.write(Array("nonsense".utf8), to: kept)
    #expect(throws: TLSFileError.self) { try client.send(request) }
  }
}

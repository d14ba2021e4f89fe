import Evidence
import Testing

@testable import Kiosk

@Suite struct CertificateCodeTests {
  static let digits = String(repeating: "03941234567890123", count: 24)

  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let code: String?
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "as printed", text: "https://gcn.example/c#\(digits)", code: digits),
    Case(name: "Caps Lock", text: "HTTPS://GCN.EXAMPLE/C#\(digits)", code: digits),
    Case(name: "Telex", text: "https://gcn.ẽample/c#\(digits)", code: digits),
    Case(name: "VNI", text: "https://gcn.exámple/c#\(digits)", code: digits),
    Case(name: "another keyboard layout", text: "https>&&gcn.example&c£\(digits)", code: digits),
    Case(name: "a lost Shift", text: "https;//gcn.example/c3\(digits)", code: digits),
    Case(name: "letters lost to an input method", text: "://./#\(digits)", code: digits),
    Case(name: "bare digits", text: digits, code: digits),
    Case(
      name: "digits that begin with 3", text: "3\(digits.dropFirst())",
      code: "3\(digits.dropFirst())"),
    Case(name: "blanks around", text: " \(digits)\n", code: digits),
    Case(
      name: "cut short", text: "https://gcn.example/c#0394123",
      code: "https://gcn.example/c#0394123"),
    Case(name: "a resident card", text: "0000000013", code: nil),
    Case(
      name: "an identity card",
      text: "037085001234|161234567|Nguyễn Thị Hoà|05031985|Nữ|Xóm 3, Gia Hòa|12082021", code: nil),
    Case(name: "another address", text: "https://quan-ca-phe.example/menu", code: nil),
    Case(name: "nothing", text: "", code: nil),
    Case(name: "299 digits", text: String(repeating: "7", count: 299), code: nil),
    Case(name: "too long", text: String(repeating: "7", count: 4_097), code: nil),
  ]

  @Test(arguments: cases) func `a certificate's code is found, however mangled`(_ example: Case) {
    #expect(CertificateCode(scanned: example.text)?.text == example.code)
  }

  @Test func `the smallest and the largest token are recognised`() throws {
    for count in [180, 1_024] {
      let text = QRText.text(
        token: [UInt8](repeating: 0xFF, count: count), shortHost: "gcn.example")

      let code = try #require(CertificateCode(scanned: text))

      #expect(try QRText.token(from: code.text).count == count)
    }
  }
}

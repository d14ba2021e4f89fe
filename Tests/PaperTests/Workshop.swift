import Centre
import Foundation
import Glibc
import Paper

/// What the tests of Paper share: sheets to draw, programs to run, folders to write into.
enum Workshop {
  /// A program's end and what it wrote.
  struct Outcome {
    let exitCode: Int32
    let output: String
  }

  /// The folder of templates and borders that the kiosk ships.
  static let assets = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../assets/certificate").standardizedFileURL.path

  /// Every paper, in the templates that the kiosk ships.
  static func papers(font: PaperFont = .liberationSerif) throws -> Papers {
    Papers(templates: try PaperTemplates(directory: assets), font: font)
  }

  /// A sheet as a centre issues it, with a token of 370 bytes.
  static func sheet(digits count: Int = 899) -> CertificateSheet {
    CertificateSheet(
      parentBody: "ỦY BAN NHÂN DÂN XÃ GIA VIỄN", issuingBody: "TRUNG TÂM HỌC TẬP CỘNG ĐỒNG",
      displayNumber: "12/GCN-TTHTCĐ", number: "14464-1-2026-000012", place: "Gia Viễn",
      issuedDay: 20540, holderName: "Nguyễn Thị Hoà", birthYear: 1985,
      residence: "Xóm 3, Gia Hòa, Gia Viễn, Ninh Bình",
      courseTitle: "Kỹ thuật trồng rau an toàn theo hướng hữu cơ", sessionCount: 12,
      hoursTenths: 365, fromDay: 20458, toDay: 20540, signerTitles: ["GIÁM ĐỐC"],
      signerName: "Đinh Văn Khuyến", qrPrefix: "https://hoc.ninhbinh.gov.vn/c#",
      qrDigits: digits(count), rootFingerprint: "9f2c 41d8 07be 3a65 d1c0 88e4 5b7f 2e19",
      isDemonstration: false, copyNumber: 1)
  }

  /// Digits without a pattern, the same on every run.
  static func digits(_ count: Int) -> String {
    var state: UInt64 = 7
    return (0..<count).reduce(into: "") { text, _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1
      text += String((state >> 40) % 10)
    }
  }

  /// A new folder under the system's temporary folder.
  static func folder() throws -> String {
    let path = NSTemporaryDirectory() + "paper-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  /// Writes a file into a new folder and returns its path.
  static func file(_ bytes: [UInt8], named name: String) throws -> String {
    let path = try folder() + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// The bytes of a file.
  static func bytes(_ path: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// Runs a program and waits for it.
  static func run(_ arguments: String...) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(
      exitCode: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
  }

  /// The text of a PDF, as pdftotext reads it.
  static func text(ofPDF pdf: [UInt8]) throws -> String {
    try run("pdftotext", "-layout", file(pdf, named: "paper.pdf"), "-").output
  }

  /// A page of a PDF as PNG, at a resolution; the path of the picture.
  static func picture(ofPDF pdf: [UInt8], dotsPerInch: Int, isJPEG: Bool = false) throws -> String {
    let path = try file(pdf, named: "paper.pdf")
    let stem = String(path.dropLast(4))
    _ = try run(
      "pdftoppm", isJPEG ? "-jpeg" : "-png", "-gray", "-singlefile", "-r", String(dotsPerInch),
      path, stem)
    return stem + (isJPEG ? ".jpg" : ".png")
  }
}

import Foundation
import Testing

@testable import Kiosk

@Suite struct FilesTests {
  private func folder() throws -> String {
    let path = "\(NSTemporaryDirectory())/files-\(UInt64.random(in: 0 ... .max))"
    try Files.makeDirectory(path, mode: 0o700)
    return path
  }

  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test func `a write that fails leaves nothing behind`() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // No file can take the place of a folder.
    try Files.makeDirectory("\(folder)/taken", mode: 0o700)

    #expect(throws: FileError.self) { try Files.write([1, 2, 3], to: "\(folder)/taken") }

    #expect(try names(folder) == ["taken"])
  }

  @Test func `an error names the file that was asked for, not the draft`() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/absent/roots.json"

    let whole = #expect(throws: FileError.self) { try Files.write([1], to: path) }
    let pieces = #expect(throws: FileError.self) { _ = try FileSink(path) }

    for error in [whole, pieces] {
      #expect(error?.message == "\(path): No such file or directory")
    }
  }

  @Test func `the drafts of processes that are no more are removed, others stay`() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/true")
    try process.run()
    process.waitUntilExit()
    let living = "roots.json.\(getppid())-140.new"
    let drafts = [
      "roots.json.\(getpid())-140.new", "roots.json.\(process.processIdentifier)-140.new", living,
      "device.key", "other.new",
    ]
    for name in drafts { try Files.write([1], to: "\(folder)/\(name)") }

    Files.removeDrafts(in: folder)

    #expect(try names(folder) == ["device.key", "other.new", living])
  }
}

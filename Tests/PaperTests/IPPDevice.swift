import Foundation
import Glibc
import Testing

@testable import Paper

/// A real IPP printer: CUPS' ippeveprinter, on a free port of the loopback interface.
///
/// It needs Avahi and IPv6, which a container does not have; a preloaded library of ours
/// (Tests/EndToEnd/quiet-ippeveprinter.c) stands in for both.
final class IPPDevice {
  let address: String
  let port: Int
  private let process = Process()
  private let spool: String

  /// The command "prints" a document; without one the printer would play busy for five seconds.
  init(formats: String = "application/pdf", command: String = "exit 0") throws {
    let folder = try Workshop.folder()
    spool = folder + "/spool"
    try FileManager.default.createDirectory(atPath: spool, withIntermediateDirectories: true)
    port = try Self.freePort()
    address = "ipp://127.0.0.1:\(port)/ipp/print"
    let script = folder + "/command"
    try Data("#!/bin/sh\n\(command)\n".utf8).write(to: URL(fileURLWithPath: script))
    chmod(script, 0o755)
    let arguments = [
      "-k", "-d", spool, "-f", formats, "-p", String(port), "-n", "127.0.0.1", "-r", "off", "-c",
      script,
    ]
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["LD_PRELOAD=\(try Self.quietLibrary(folder))", "ippeveprinter"] + arguments + ["Test"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    try waitUntilListening()
  }

  func stop() {
    // It takes SIGTERM as a wish for the time after its next client.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// The documents in the spool folder, in the order of the jobs.
  func spooled() throws -> [[UInt8]] {
    try FileManager.default.contentsOfDirectory(atPath: spool).sorted().filter {
      $0.hasSuffix(".pdf")
    }.map {
      try Workshop.bytes(spool + "/" + $0)
    }
  }

  /// Sends a job again and again until the printer is done with the one before.
  func submitWhenFree(_ printer: Printer, pdf: [UInt8], copies: Int) throws -> String {
    for _ in 0..<2000 {
      do throws(PrintError) {
        return try printer.submit(pdf: pdf, title: "again", copies: copies)
      } catch {
        guard error.code == .busy else { throw error }
        usleep(5000)
      }
    }
    throw Failure(reason: "The printer stayed busy.")
  }

  /// Asks until the printer's state fits; each question takes a round trip, 2,000 are the limit.
  func waitUntil(
    _ printer: Printer, _ isFitting: (PrinterState) -> Bool
  ) throws -> PrinterState {
    for _ in 0..<2000 {
      let state = try printer.state()
      if isFitting(state) { return state }
      usleep(5000)
    }
    throw Failure(reason: "The printer never came into the state wanted.")
  }

  private func waitUntilListening() throws {
    let printer = Printer(.ipp(address), timeoutSeconds: 5)
    for _ in 0..<1000 where process.isRunning {
      if (try? printer.state()) != nil { return }
      usleep(10_000)
    }
    throw Failure(reason: "ippeveprinter did not start.")
  }

  private static func quietLibrary(_ folder: String) throws -> String {
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("EndToEnd/quiet-ippeveprinter.c").path
    let library = folder + "/quiet.so"
    let built = try Workshop.run("clang", "-shared", "-fPIC", "-w", "-o", library, source, "-ldl")
    guard built.exitCode == 0 else { throw Failure(reason: "The stand-in does not compile.") }
    return library
  }

  private static func freePort() throws -> Int {
    let server = try SilentServer()
    defer { server.stop() }
    return server.port
  }

  struct Failure: Error {
    let reason: String
  }
}

/// Listens on the loopback interface, lets anybody connect and never says a word.
final class SilentServer {
  let port: Int
  private let file: Int32

  init() throws {
    file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = file
    let isReady = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, length) == 0 && listen(descriptor, 8) == 0
          && getsockname(descriptor, address, &length) == 0
      }
    }
    port = Int(UInt16(bigEndian: address.sin_port))
    try #require(isReady)
  }

  func stop() {
    close(file)
  }
}

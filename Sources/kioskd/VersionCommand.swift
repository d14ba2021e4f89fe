import ArgumentParser
import Kiosk

/// Prints the version.
struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Print the version.")

  func run() {
    Exit.print("kioskd \(Program.version)")
  }
}

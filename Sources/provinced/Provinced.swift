import ArgumentParser
import Province

/// The command line of the province's service. Wiring only: what it does stands in `Province`.
@main
struct Provinced: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "provinced",
    abstract: "The province's side: takes in the logs of learning-centre kiosks.",
    version: Province.version,
    subcommands: [
      Serve.self, Pull.self, EnrolCode.self, Kiosks.self, DeviceCommand.self, RootCommand.self,
      StatusCommand.self, PageCommand.self, Verify.self, Project.self, Check.self, Version.self,
      VerifyLog.self, ProofCommand.self, VerifyProofCommand.self, QuarantineCommand.self,
    ])
}

/// `provinced version`.
struct Version: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Print the version.")

  func run() { print("provinced \(Province.version)") }
}

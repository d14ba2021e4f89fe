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
      Serve.self, Pull.self, ImportCommand.self, Forward.self, EnrolCode.self,
      EnrolCommand.self, Kiosks.self, DeviceCommand.self, RootCommand.self, StatusCommand.self,
      BulletinCommand.self, UnitsCommand.self,
      RubricsCommand.self, AnnouncementCommand.self, PageCommand.self, Verify.self,
      VerifyLog.self, ProofCommand.self, VerifyProofCommand.self, QuarantineCommand.self,
      Project.self, Check.self, Version.self,
    ])
}

/// `provinced version`.
struct Version: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Print the version.")

  func run() { print("provinced \(Province.version)") }
}

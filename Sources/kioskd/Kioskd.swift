import ArgumentParser

/// The kiosk's program. Its commands only wire: what they do stands in the `Kiosk` target.
@main
struct Kioskd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kioskd",
    abstract: "The learning centre's kiosk: check-in, certificates, transfer to the province.",
    subcommands: [
      ServeCommand.self, DemoCommand.self, ResidentsCommand.self, VerifyCommand.self,
      DigestCommand.self, ReadCommand.self, SampleCommand.self, EnrolCommand.self,
      CertificateCommand.self, TrustCommand.self, BulletinCommand.self,
      VerifyLogCommand.self, ProofCommand.self, VerifyProofCommand.self,
      ExportCommand.self, ImportCommand.self, BackupCommand.self, RestoreCommand.self,
      CheckCommand.self, VersionCommand.self,
    ],
    defaultSubcommand: ServeCommand.self)
}

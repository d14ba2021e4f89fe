import ArgumentParser

/// `provinced root`: the key that vouches for every kiosk, and its life on a machine without a network.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "root",
    abstract: "Make, use and change the province's root keys.",
    discussion: """
      The root certifies kiosks and the key of status lists. It belongs on a machine that is never \
      online, in a file under a passphrase; sticks carry requests to it and answers back:

        offline  root create --name "Tỉnh Ninh Bình" --out root.key.json
        online   root adopt roots.json
        online   root requests --out requests.json
        offline  root certify --root root.key.json --requests requests.json \\
                   --out answers.json
        online   root import answers.json

      Requests wait after each enrolment, when a kiosk's 400 days end, once a year for the status list, \
      and after provinced device withdraw. Without an offline root the service keeps one in its own \
      data directory and certifies at once.
      """,
    subcommands: [
      RootCreate.self, RootNext.self, RootAdopt.self, RootRequestsCommand.self, RootCertify.self,
      RootImport.self,
    ])
}

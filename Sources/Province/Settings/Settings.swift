/// Everything an operator may choose, with the defaults that `kiosk-config/province.toml` shows.
package struct Settings: Sendable {
  /// Who this province is.
  package var province = ProvinceSettings()
  /// Where the service listens and what one client may take.
  package var http = HTTPSettings()
  /// PostgreSQL.
  package var database = DatabaseSettings()
  /// What one batch may hold and how many kiosks may send at once.
  package var collector = CollectorSettings()
  /// One-time codes and device certificates.
  package var enrolment = EnrolmentSettings()
  /// Which personal values are taken.
  package var personal = PersonalSettings()
  /// Status lists.
  package var status = StatusSettings()
  /// Fetching from kiosks.
  package var pull = PullSettings()
  /// Forwarding to a learning record store.
  package var forward = ForwardSettings()
  /// The pages.
  package var pages = PageSettings()
  /// Where the file that was read names them.
  var places = SettingsReader.Places()

  /// The defaults.
  package init() {}

  /// Who this province is.
  package struct ProvinceSettings: Equatable, Sendable {
    /// The host name in every origin and receipt.
    package var host = "province.localhost"
    /// The name on the pages.
    package var name = "Tỉnh Ninh Bình"
    /// The host that the centres print in their certificates' codes.
    package var shortHost = "gcn.example"
    /// Where keys are kept.
    package var data = "data/province"
  }

  /// Where the service listens and what one client may take.
  package struct HTTPSettings: Equatable, Sendable {
    /// The address listened on.
    package var host = "127.0.0.1"
    /// The port; 0 takes any.
    package var port = 8090
    /// The certificate under which the service speaks TLS; empty speaks plainly.
    package var certificateFile = ""
    /// The key of that certificate.
    package var keyFile = ""
    /// Connections at once.
    package var maxConnections = 4_096
    /// Connections at once from one address; 0 is no limit.
    package var maxConnectionsPerAddress = 0
    /// A silent connection is closed.
    package var idleTimeoutSeconds = 30
    /// The time for one request to arrive.
    package var requestTimeoutSeconds = 300
    /// How long a stop waits for answers in flight.
    package var stopGraceSeconds = 10
  }

  /// PostgreSQL.
  package struct DatabaseSettings: Equatable, Sendable {
    /// Connection string without a password; empty means `PG*` of the environment.
    package var url = ""
    /// A file whose first line is the password.
    package var passwordFile = ""
    /// Connections kept.
    package var connections = 8
    /// Limit of one attempt to connect.
    package var connectTimeoutSeconds = 5
    /// Limit of one statement.
    package var statementTimeoutSeconds = 30
  }

  /// What one batch may hold and how many kiosks may send at once.
  package struct CollectorSettings: Equatable, Sendable {
    /// Events in one batch.
    package var maxEvents = 8192
    /// Bytes of one batch as sent.
    package var maxCompressedBytes = 1_048_576
    /// Bytes of one batch inflated.
    package var maxInflatedBytes = 8_388_608
    /// Kiosks that may work off a backlog at the same time.
    package var lanes = 8
    /// What one lane is expected to take in.
    package var eventsPerLaneSecond = 4000
    /// Events for which a kiosk needs no slot.
    package var unreservedEvents = 512
  }

  /// One-time codes and device certificates.
  package struct EnrolmentSettings: Equatable, Sendable {
    /// How long a code is good.
    package var codeValidHours = 72
    /// Wrong codes from one address before it must wait.
    package var attempts = 10
    /// The time over which they are counted.
    package var attemptWindowMinutes = 15
    /// How long a device certificate is good.
    package var certificateDays = 400
  }

  /// Which personal values are taken.
  package struct PersonalSettings: Equatable, Sendable {
    /// `kind/field` of each.
    package var accepted = ["certificate.issue/name", "certificate.issue/token"]
  }

  /// Status lists.
  package struct StatusSettings: Equatable, Sendable {
    /// The longest time between two lists.
    package var publishHours = 24
  }

  /// Fetching from kiosks.
  package struct PullSettings: Equatable, Sendable {
    /// Pause between rounds.
    package var intervalSeconds = 900
    /// A request on which no byte moves for so long is given up.
    package var timeoutSeconds = 60
    /// Events asked for at once.
    package var maxEvents = 4096
    /// Kiosks asked at the same time.
    package var concurrency = 8
    /// The unit of the back-off after a failure.
    package var backOffSeconds = 15
    /// The longest back-off.
    package var backOffMostSeconds = 1800
    /// Authorities of the kiosks' own TLS certificates; empty uses the system's.
    package var authorityFile = ""
    /// A TLS client certificate to show to kiosks; empty shows none.
    package var certificateFile = ""
    /// The key of that certificate.
    package var keyFile = ""

    /// Events to ask for at once after failures in a row: a poor line carries less each time, as with
    /// push.
    func maxEvents(afterFailures failures: Int) -> Int {
      min(maxEvents, max(32, maxEvents >> min(failures, 13)))
    }
  }

  /// Forwarding to a learning record store.
  package struct ForwardSettings: Equatable, Sendable {
    /// The store's xAPI address; empty is off.
    package var url = ""
    /// What goes into `X-Experience-API-Version`.
    package var version = "1.0.3"
    /// The user of HTTP Basic; empty sends none.
    package var user = ""
    /// A file whose first line is the password.
    package var passwordFile = ""
    /// A file of the authorities to trust instead of the system's; empty is none.
    package var authorityFile = ""
    /// How the names of accounts and activities begin; empty is `https://` and the province's host.
    package var homePage = ""
    /// Pause between two looks for new events.
    package var intervalSeconds = 15
    /// Limit of one request.
    package var timeoutSeconds = 30
    /// Statements in one request.
    package var maxStatements = 100
    /// Bytes of one request.
    package var maxBytes = 1_048_576
  }

  /// The pages.
  package struct PageSettings: Equatable, Sendable {
    /// Templates, texts and styles; empty looks beside the program.
    package var assets = ""
    /// `vi` or `en`.
    package var language = "vi"
    /// A kiosk silent for longer is shown first.
    package var silentHours = 24
    /// Rows on one page of a list.
    package var rows = 100
  }
}

import CPostgres

/// Where the database is and how long to wait for it.
///
/// Nothing here is written to the log or shown in a process list: an empty `url` leaves everything
/// to libpq's own environment (`PGHOST`, `PGPORT`, `PGUSER`, `PGDATABASE`, `PGPASSWORD`...).
package struct DatabaseTarget: Sendable {
  /// A `postgresql://` address or `key=value` string without a password; empty for `PG*`.
  package var url: String
  /// The password from a file, if one is set.
  package var password: String?
  /// Limit of one attempt to connect.
  package var connectTimeoutSeconds: Int
  /// Limit of one statement, and of waiting for a row's lock.
  package var statementTimeoutSeconds: Int

  /// Makes a target; by default everything comes from the environment.
  package init(
    url: String = "", password: String? = nil, connectTimeoutSeconds: Int = 5,
    statementTimeoutSeconds: Int = 30
  ) {
    self.url = url
    self.password = password
    self.connectTimeoutSeconds = connectTimeoutSeconds
    self.statementTimeoutSeconds = statementTimeoutSeconds
  }

  /// Whether a connection string carries a password, which settings files must not.
  package static func holdsPassword(_ url: String) -> Bool {
    guard let options = PQconninfoParse(url, nil) else { return false }
    defer { PQconninfoFree(options) }
    var option = options
    while let keyword = option.pointee.keyword {
      if String(cString: keyword) == "password", option.pointee.val != nil { return true }
      option += 1
    }
    return false
  }

  /// libpq's keywords, in order.
  var parameters: [(String, String)] {
    var pairs = [
      ("fallback_application_name", "provinced"), ("client_encoding", "UTF8"),
      ("connect_timeout", String(connectTimeoutSeconds)),
    ]
    if !url.isEmpty { pairs.insert(("dbname", url), at: 0) }
    if let password { pairs.append(("password", password)) }
    return pairs
  }
}

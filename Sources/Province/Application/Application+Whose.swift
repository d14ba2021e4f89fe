// Whether database, keys and settings are of one province, before anything is signed.
extension Application {
  /// Refuses what would sign receipts that no kiosk of this database believes.
  /// - Throws: `MissingKeys` for keys that are elsewhere, `SettingsError` for another host.
  static func lookWhose(_ pool: ConnectionPool, _ settings: Settings) throws {
    let hasKeys = KeyRing.isThere(in: settings.province.data)
    try pool.withConnection { connection in
      if !hasKeys, try !connection.query("SELECT FROM stream LIMIT 1").isEmpty {
        throw MissingKeys(data: settings.province.data)
      }
      // A receipt begins with the log's origin, and that with the host.
      let signed = try connection.query(
        "SELECT split_part(receipt, '/', 1) AS host FROM stream WHERE receipt IS NOT NULL "
          + "ORDER BY id DESC LIMIT 1"
      ).first?.text("host")
      if let signed, signed != settings.province.host {
        throw settings.wrong(
          "province.host",
          "is \"\(settings.province.host)\", but this database's receipts are signed as "
            + "\"\(signed)\"; its kiosks would believe no other")
      }
    }
  }
}

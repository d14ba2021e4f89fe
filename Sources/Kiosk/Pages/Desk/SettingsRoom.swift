import HTTP

/// The settings in force, to be read: they are changed in the configuration file; and the backup.
enum SettingsRoom {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.settings, in: .settings) { call in
      let values = call.desk.settings.entries.map { ["key": $0.key, "value": $0.value] }
      let page = DeskPage(
        "desk-settings", title: call.text(.settingsTitle), ["values": values])
      return call.answer(page)
    }
    routes.write(.backup, in: .settings, by: .direct, backup)
  }

  private static func backup(_ call: DeskRequest) throws -> Response {
    let (file, name): (DraftFile, String)
    do {
      (file, name) = try call.desk.backup()
    } catch let room as BackupRoom.Missing {
      return call.leave(to: DeskPlace.settings.path(), .backupNoRoom, room.values)
    }
    defer { file.remove() }
    return try Response.file(file.path, contentType: "application/x-tar")
      .with("Content-Disposition", "attachment; filename=\"\(name)\"")
      .with("Cache-Control", "no-store")
  }
}

import HTTP

/// The settings in force, to be read: they are changed in the configuration file.
enum SettingsRoom {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.settings, in: .settings) { call in
      let values = call.desk.settings.entries.map { ["key": $0.key, "value": $0.value] }
      let page = DeskPage(
        "desk-settings", title: call.text(.settingsTitle), ["values": values])
      return call.answer(page)
    }
  }
}

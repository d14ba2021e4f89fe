// Kiosk is the application at the door of one learning centre: the only room that sees Store,
// Paper and HTTP together. `Desk` holds the use cases that pages and commands call, `Pages/` draws
// them, `SyncWorker` and `PrintWorker` carry what is stored to the province and to paper.
// `Application` puts the parts together, for the daemon and for tests alike. Nothing here knows
// SQLite, libmicrohttpd or cairo by name, and no rule of the centre is decided here.

/// What the program calls itself in logs, in its first event and to the province.
package enum Program {
  /// The version of this source tree, as CHANGELOG.md names it.
  package static let version = "0.1.0"
}

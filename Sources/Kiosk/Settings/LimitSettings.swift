/// A bound on everything that comes from outside.
package struct LimitSettings: Equatable, Sendable {
  /// Bytes of an ordinary request's body.
  package var requestBytes: Int
  /// Bytes of an uploaded file.
  package var uploadBytes: Int
  /// Bytes of a request's address line.
  package var targetBytes: Int
  /// Memory for one connection's request head, bytes.
  package var connectionMemoryBytes: Int
  /// Connections at one time.
  package var connections: Int
  /// Connections at one time from one address.
  package var connectionsPerAddress: Int
  /// Check-in screens that are open at one time, beside the connections.
  package var screens: Int
  /// Seconds after which a silent connection is closed.
  package var idleTimeoutSeconds: Int
  /// Seconds that a stop waits for answers under way.
  package var stopGraceSeconds: Int
  /// Characters of a person's, village's or place's name.
  package var nameLength: Int
  /// Characters of a course's or session's title.
  package var titleLength: Int
  /// Characters of a free remark or reason.
  package var noteLength: Int
  /// Bytes of the file that keeps room on the disk for deleting and for receipts; 0 keeps none.
  package var reserveBytes: Int
  /// Percent of the disk in use from which the desk warns.
  package var diskAlarmPercent: Int

  init(_ reader: inout SettingsReader) throws(SettingsError) {
    requestBytes = try reader.integer("limits.requestBytes", 16_384, in: 1_024...1_048_576)
    uploadBytes = try reader.integer("limits.uploadBytes", 8_388_608, in: 65_536...67_108_864)
    targetBytes = try reader.integer("limits.targetBytes", 8_192, in: 512...32_768)
    connectionMemoryBytes = try reader.integer(
      "limits.connectionMemoryBytes", 32_768, in: 16_384...262_144)
    connections = try reader.integer("limits.connections", 128, in: 4...4_096)
    connectionsPerAddress = try reader.integer("limits.connectionsPerAddress", 96, in: 2...4_096)
    screens = try reader.integer("limits.screens", 16, in: 1...64)
    idleTimeoutSeconds = try reader.integer("limits.idleTimeoutSeconds", 15, in: 1...600)
    stopGraceSeconds = try reader.integer("limits.stopGraceSeconds", 5, in: 0...60)
    nameLength = try reader.integer("limits.nameLength", 80, in: 20...200)
    titleLength = try reader.integer("limits.titleLength", 160, in: 20...400)
    noteLength = try reader.integer("limits.noteLength", 400, in: 20...2_000)
    reserveBytes = try reader.integer(
      "limits.reserveBytes", 67_108_864, in: 0...1_073_741_824)
    diskAlarmPercent = try reader.integer("limits.diskAlarmPercent", 85, in: 50...99)
  }
}

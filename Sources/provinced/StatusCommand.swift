import ArgumentParser
import Evidence
import Province

/// `provinced status`: the list of cancelled certificates and withdrawn kiosks.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Publish and export the list of cancelled certificates and withdrawn kiosks.",
    subcommands: [StatusPublish.self, StatusExport.self])
}

/// `provinced status publish`: makes a new list now.
struct StatusPublish: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Make, sign and give out a new list now.",
    discussion: """
      provinced serve does it by itself: once in status.publishHours, and within five minutes after a \
      cancellation has arrived. Kiosks fetch it in the bulletin that is made around it, or from \
      /v1/bundle.
      """)

  @OptionGroup var options: CommonOptions

  func run() throws {
    try options.speaking { words in
      let application = try options.application()
      try application.projector.catchUp()
      Publishing.report(try application.publisher.publish(), words)
      try Publishing.bulletin(application, words)
    }
  }
}

/// `provinced status export`: the list as a file.
struct StatusExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the list in force into a file.",
    discussion: "The same bytes as GET /v1/bundle, for kiosks that a stick serves.")

  @OptionGroup var options: CommonOptions

  @Argument(help: "The file to write, revocations.bundle by custom; one that is there is replaced.")
  var file: String

  func run() throws {
    try options.speaking { words in
      let application = try options.application()
      guard let current = try application.bundles.current() else { throw Refused(.statusNone) }
      try PlainFile.write(current.bytes, to: file)
      words.print(.fileWritten, ["path": file, "bytes": current.bytes.count])
    }
  }
}

/// What commands do about the list.
enum Publishing {
  /// Gives out a new list if what a command has just changed asks for one.
  static func afterChange(_ application: Application, _ words: CommandWords) throws {
    do {
      try application.projector.catchUp()
      if let done = try application.publisher.publishIfDue() { report(done, words) }
      try bulletin(application, words)
    } catch let error as PublishError {
      words.complain(error.saying)
    }
  }

  /// Gives out a bulletin around the new list: kiosks that find an old one do not ask for the list.
  /// - Returns: whether anything was new.
  @discardableResult
  static func bulletin(_ application: Application, _ words: CommandWords) throws -> Bool {
    guard let done = try application.bulletinPublisher.publishIfDue() else { return false }
    words.print(
      .bulletinPublished,
      [
        "number": done.sequence, "units": done.units, "announcements": done.announcements,
        "bytes": done.byteCount,
      ])
    return true
  }

  static func report(_ done: StatusPublisher.Publication, _ words: CommandWords) {
    words.print(
      .statusPublished,
      [
        "certificates": done.certificates, "revoked": done.revoked, "notices": done.notices,
        "bytes": done.byteCount,
      ])
  }
}

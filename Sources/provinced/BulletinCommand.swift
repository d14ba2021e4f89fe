import ArgumentParser
import Centre
import Evidence
import Province

/// `provinced bulletin`: what comes down to the kiosks.
struct BulletinCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bulletin",
    abstract: "Publish, show and export the bulletin for kiosks.",
    discussion: """
      The bulletin carries root and device keys, the list of withdrawn certificates, administrative \
      units, rubrics and targets, and announcements, signed by the status key. provinced serve makes \
      a new one by itself within a minute after something has changed; kiosks fetch it from \
      /v1/bulletin.
      """,
    subcommands: [BulletinPublish.self, BulletinShow.self, BulletinExport.self],
    defaultSubcommand: BulletinShow.self)
}

/// `provinced bulletin publish`: makes a new one now, if there is something new.
struct BulletinPublish: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish", abstract: "Make, sign and give out a new bulletin if anything changed.")

  @OptionGroup var options: CommonOptions

  func run() throws {
    try reporting {
      let application = try options.application()
      try application.projector.catchUp()
      if let done = try application.publisher.publishIfDue() { Publishing.report(done) }
      guard try !Publishing.bulletin(application) else { return }
      guard let held = try application.bulletins.bulletin() else {
        throw RootDocumentError(
          message: "There is no list of withdrawn certificates yet, which a bulletin carries. Run "
            + "provinced status publish.")
      }
      Standard.print("nothing has changed since bulletin \(held.content.sequence)")
    }
  }
}

/// `provinced bulletin show`: what the one in force says.
struct BulletinShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print what the bulletin in force says.")

  @OptionGroup var options: CommonOptions

  func run() throws {
    try reporting {
      let bulletin = try options.application().bulletin()
      let content = bulletin.content
      let issued = content.issuedAtSeconds * 1000
      Standard.print(
        "bulletin \(content.sequence) of \(content.province), "
          + "\(Day(wallMilliseconds: issued).iso) \(TimeOfDay.text(wallMilliseconds: issued)), "
          + "\(bulletin.bytes.count) bytes")
      let list = content.bundle.list
      Standard.print(
        "\(content.roots.roots.count) roots, \(content.devices.count) devices, list of "
          + "\(Day(daysSince1970: list.day).iso) with \(list.table.revokedCount) cancelled")
      Standard.print(
        "\(content.units.count) units, \(content.rubrics.count) rubrics, "
          + "\(content.targets.count) targets, \(content.announcements.count) announcements")
      for target in content.targets {
        Standard.print(
          "target \(target.model) \(target.year): \(target.percent) % (\(target.source))"
            + BulletinShow.mark(target.isConfirmed))
      }
      for rubric in content.rubrics {
        Standard.print("rubric \(rubric.title), from \(rubric.year) (\(rubric.decision))")
        for item in rubric.criteria {
          Standard.print(
            "  \(item.id) \(item.title): \(item.points) points"
              + BulletinShow.mark(item.isConfirmed))
        }
      }
      for item in content.announcements { Standard.print(AnnouncementCommand.line(item)) }
    }
  }
}

extension BulletinShow {
  /// What stands behind a figure that nobody has found in its source.
  fileprivate static func mark(_ isConfirmed: Bool) -> String {
    isConfirmed ? "" : ", not confirmed"
  }
}

/// `provinced bulletin export`: the bulletin as a file.
struct BulletinExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the bulletin in force into a file.",
    discussion: "The same bytes as GET /v1/bulletin, for kiosks that a stick serves.")

  @OptionGroup var options: CommonOptions

  @Argument(help: "The file to write, bulletin.cose by custom; one that is there is replaced.")
  var file: String

  func run() throws {
    try reporting {
      let bulletin = try options.application().bulletin()
      try PlainFile.write(bulletin.bytes, to: file)
      Standard.print(
        "\(file): bulletin \(bulletin.content.sequence), \(bulletin.bytes.count) bytes")
    }
  }
}

extension Application {
  /// The bulletin in force.
  fileprivate func bulletin() throws -> Bulletin {
    guard let bulletin = try bulletins.bulletin() else {
      throw RootDocumentError(
        message: "There is no bulletin yet. Run provinced bulletin publish.")
    }
    return bulletin
  }
}

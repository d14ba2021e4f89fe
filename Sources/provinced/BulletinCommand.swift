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
    try options.speaking { words in
      let application = try options.application()
      try application.projector.catchUp()
      if let done = try application.publisher.publishIfDue() { Publishing.report(done, words) }
      guard try !Publishing.bulletin(application, words) else { return }
      guard let held = try application.bulletins.bulletin() else {
        throw Refused(.bulletinNoList)
      }
      words.print(.bulletinUnchanged, ["number": held.content.sequence])
    }
  }
}

/// `provinced bulletin show`: what the one in force says.
struct BulletinShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print what the bulletin in force says.")

  @OptionGroup var options: CommonOptions

  func run() throws {
    try options.speaking { words in
      let bulletin = try options.application().bulletin()
      let content = bulletin.content
      words.print(.bulletinFacts, BulletinShow.facts(bulletin))
      for target in content.targets {
        Standard.print(figure(BulletinShow.line(target), target.isConfirmed, words))
      }
      for rubric in content.rubrics {
        words.print(
          .bulletinRubric,
          ["title": rubric.title, "year": rubric.year, "decision": rubric.decision])
        for item in rubric.criteria {
          Standard.print(figure(BulletinShow.line(item), item.isConfirmed, words))
        }
      }
      content.announcements.map(AnnouncementCommand.line).forEach(words.print)
    }
  }

  /// A figure, with a mark where nobody has found it in its source.
  private func figure(_ figure: Saying, _ isConfirmed: Bool, _ words: CommandWords) -> String {
    isConfirmed ? words(figure) : words(.bulletinUnconfirmed, ["figure": words(figure)])
  }

  private static func line(_ target: BulletinTarget) -> Saying {
    Saying(
      .bulletinTarget,
      [
        "model": target.model, "year": target.year, "percent": target.percent,
        "source": target.source,
      ])
  }

  private static func line(_ item: BulletinRubric.Criterion) -> Saying {
    Saying(.bulletinCriterion, ["id": item.id, "title": item.title, "points": item.points])
  }

  private static func facts(_ bulletin: Bulletin) -> [String: any CustomStringConvertible] {
    let content = bulletin.content
    let issued = content.issuedAtSeconds * 1000
    let list = content.bundle.list
    return [
      "number": content.sequence, "province": content.province, "bytes": bulletin.bytes.count,
      "time": Day(wallMilliseconds: issued).ddMMyyyy + " "
        + TimeOfDay.text(wallMilliseconds: issued),
      "roots": content.roots.roots.count, "devices": content.devices.count,
      "day": Day(daysSince1970: list.day).ddMMyyyy, "revoked": list.table.revokedCount,
      "units": content.units.count, "rubrics": content.rubrics.count,
      "targets": content.targets.count, "announcements": content.announcements.count,
    ]
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
    try options.speaking { words in
      let bulletin = try options.application().bulletin()
      try PlainFile.write(bulletin.bytes, to: file)
      words.print(
        .bulletinExported,
        [
          "path": file, "number": bulletin.content.sequence, "bytes": bulletin.bytes.count,
        ])
    }
  }
}

extension Application {
  /// The bulletin in force.
  fileprivate func bulletin() throws -> Bulletin {
    guard let bulletin = try bulletins.bulletin() else { throw Refused(.bulletinNone) }
    return bulletin
  }
}

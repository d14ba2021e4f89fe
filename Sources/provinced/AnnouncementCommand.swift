import ArgumentParser
import Centre
import Evidence
import Province

/// `provinced announcement`: what is made known at the centres.
struct AnnouncementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "announcement",
    abstract: "Add, list and remove announcements for the centres' notice boards.",
    discussion: "Kiosks get them with the next bulletin, within a minute after a change.",
    subcommands: [AnnouncementAdd.self, AnnouncementList.self, AnnouncementRemove.self],
    defaultSubcommand: AnnouncementList.self)

  static func line(_ item: BulletinAnnouncement) -> Saying {
    Saying(
      .announcementLine,
      [
        "id": item.id, "from": Day(daysSince1970: item.fromDay).iso,
        "to": Day(daysSince1970: item.toDay).iso, "title": item.title,
      ])
  }
}

/// `provinced announcement add`.
struct AnnouncementAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add an announcement.")

  @OptionGroup var options: CommonOptions

  @Option(help: "One line, at most 120 characters.")
  var title: String

  @Option(help: "What it says, at most 1,000 characters; line ends part paragraphs.")
  var text: String

  @Option(help: "The first day, as 2026-10-01; today without it.")
  var from: String?

  @Option(help: "The last day, as 2026-10-07.")
  var until: String

  func run() throws {
    try options.speaking { words in
      let today = Day(wallMilliseconds: WallClock.system.milliseconds())
      let id = try options.application().announcements.add(
        title: title, text: text, from: try from.map { try day($0, "--from") } ?? today,
        to: try day(until, "--until"))
      words.print(.announcementAdded, ["id": id])
    }
  }

  private func day(_ text: String, _ option: String) throws -> Day {
    guard let day = Day(iso: text) else {
      throw Refused(.announcementNoDay, ["option": option, "text": text])
    }
    return day
  }
}

/// `provinced announcement list`.
struct AnnouncementList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List announcements, the latest first.")

  @OptionGroup var options: CommonOptions

  func run() throws {
    try options.speaking { words in
      let all = try options.application().announcements.all()
      if all.isEmpty { words.print(.announcementNone) }
      all.map(AnnouncementCommand.line).forEach(words.print)
    }
  }
}

/// `provinced announcement remove`.
struct AnnouncementRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove an announcement from the next bulletin on.")

  @OptionGroup var options: CommonOptions

  @Argument(help: "Its number.")
  var id: Int64

  func run() throws {
    try options.speaking { words in
      guard try options.application().announcements.remove(id) else {
        throw Refused(.announcementUnknown, ["id": id])
      }
      words.print(.announcementRemoved, ["id": id])
    }
  }
}

import ArgumentParser
import Centre
import Evidence
import Province

/// `provinced units`: the administrative units.
struct UnitsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "units", abstract: "Take in administrative units.",
    subcommands: [UnitsImport.self])
}

/// `provinced units import`: takes a file, all of it or nothing.
struct UnitsImport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take administrative units out of a CSV file, all of it or nothing.",
    discussion: """
      The first line names the columns code, name, kind, parent, valid_from, valid_to, successor; see \
      kiosk-config/units.csv. UTF-8, parted by commas or semicolons. A code in the file is held as \
      the file has it; other codes stay. Kiosks get the units with the next bulletin.
      """)

  @OptionGroup var options: CommonOptions

  @Argument(help: "The CSV file.")
  var file: String

  @Flag(help: "Show what would change, and change nothing.")
  var dryRun = false

  @Flag(help: "The file is the whole list: units that it does not name are removed.")
  var replace = false

  func run() throws {
    try reporting {
      let application = try options.application()
      let changes = try named(file) {
        try application.units.take(
          try PlainFile.read(file), isWhole: replace, isDry: dryRun)
      }
      for (mark, units) in [("+", changes.added), ("~", changes.changed), ("-", changes.removed)] {
        for unit in units { Standard.print("\(mark) \(line(unit))") }
      }
      Standard.print(
        "\(changes.added.count) added, \(changes.changed.count) changed, "
          + "\(changes.removed.count) removed, \(changes.unchanged) as they were"
          + (dryRun ? "; nothing was changed (--dry-run)" : ""))
    }
  }

  private func line(_ unit: BulletinUnit) -> String {
    let from = Day(daysSince1970: unit.fromDay).iso
    let to = unit.toDay.map { Day(daysSince1970: $0).iso } ?? "…"
    let next = unit.successor.map { " -> \($0)" } ?? ""
    return "\(unit.code) \(unit.fullName) (\(from) to \(to))\(next)"
  }
}

/// `provinced rubrics`: the tables of the learning models.
struct RubricsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rubrics", abstract: "Take in rubrics and targets of the learning models.",
    subcommands: [RubricsImport.self])
}

/// `provinced rubrics import`: takes a file, all of it or nothing.
struct RubricsImport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take rubrics and targets out of a JSON file, all of it or nothing.",
    discussion: """
      See kiosk-config/rubrics.json for the form. A rubric takes the place of the one of the same \
      model, group and year, a target that of the same model and year.
      """)

  @OptionGroup var options: CommonOptions

  @Argument(help: "The JSON file.")
  var file: String

  @Flag(help: "Look at the file, and change nothing.")
  var dryRun = false

  func run() throws {
    try reporting {
      let application = try options.application()
      let taken = try named(file) {
        try application.rubrics.take(
          try PlainFile.read(file, limit: RubricImport.byteLimit), isDry: dryRun)
      }
      Standard.print(
        "\(taken.rubrics) rubrics, \(taken.targets) targets"
          + (dryRun ? " are in order; nothing was changed (--dry-run)" : " taken"))
      if taken.unconfirmed > 0 {
        Standard.print(
          "\(taken.unconfirmed) figures are marked as not confirmed by their source; every page and "
            + "list that shows them says so. Look them up before you rely on them.")
      }
    }
  }
}

/// Names the file that an import could not take.
private func named<Value>(_ file: String, _ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch let error as ImportError {
    Standard.complain("\(file) cannot be taken:\n\(error)")
    throw ExitCode(1)
  }
}

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
    try options.speaking { words in
      let application = try options.application()
      let changes = try named(file) {
        try application.units.take(
          try PlainFile.read(file), isWhole: replace, isDry: dryRun)
      }
      for (mark, units) in [("+", changes.added), ("~", changes.changed), ("-", changes.removed)] {
        for unit in units { Standard.print(words(line(unit, mark)) + next(unit)) }
      }
      words.print(
        dryRun ? .unitsDry : .unitsTaken,
        [
          "added": changes.added.count, "changed": changes.changed.count,
          "removed": changes.removed.count, "unchanged": changes.unchanged,
        ])
    }
  }

  private func line(_ unit: BulletinUnit, _ mark: String) -> Saying {
    Saying(
      .unitsLine,
      [
        "mark": mark, "code": unit.code, "name": unit.fullName,
        "from": Day(daysSince1970: unit.fromDay).iso,
        "to": unit.toDay.map { Day(daysSince1970: $0).iso } ?? "…",
      ])
  }

  private func next(_ unit: BulletinUnit) -> String { unit.successor.map { " -> \($0)" } ?? "" }
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
    try options.speaking { words in
      let application = try options.application()
      let taken = try named(file) {
        try application.rubrics.take(
          try PlainFile.read(file, limit: RubricImport.byteLimit), isDry: dryRun)
      }
      words.print(
        dryRun ? .rubricsDry : .rubricsTaken,
        ["rubrics": taken.rubrics, "targets": taken.targets])
      if taken.unconfirmed > 0 { words.print(.rubricsUnconfirmed, ["count": taken.unconfirmed]) }
    }
  }
}

/// Names the file that an import could not take.
private func named<Value>(_ file: String, _ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch let error as ImportError {
    throw Refused(.fileRefused, ["file": file, "reason": error])
  }
}

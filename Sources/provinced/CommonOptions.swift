import ArgumentParser
import Evidence
import Logging
import Province

/// The flags that every command takes.
struct CommonOptions: ParsableArguments {
  @Option(help: "The settings file; without it the defaults hold.")
  var config: String?

  @Option(help: "The directory of the keys; overrides province.data.")
  var data: String?

  @Option(help: "The port to listen on, 0 for any; overrides http.port.")
  var port: Int?

  @OptionGroup var language: LanguageOptions

  /// The settings in force: defaults, then the file, then the flags.
  func settings() throws(SettingsError) -> Settings {
    var settings =
      try config.map { path throws(SettingsError) in try Settings(file: path) }
      ?? Settings()
    if let data { settings.province.data = data }
    if let port {
      guard (0...65_535).contains(port) else {
        throw SettingsError(
          file: "command line", line: nil, key: "--port", message: "must be 0 to 65535")
      }
      settings.http.port = port
    }
    return settings
  }

  /// The service's parts, with the schema up to date.
  func application() throws -> Application {
    try Application(settings: try settings(), logger: CommonOptions.logger)
  }

  /// Runs a command's body with the words that it speaks in.
  func speaking(_ body: (CommandWords) throws -> Void) throws {
    try reporting(
      with: { try CommandWords(try settings(), language: language.language) }, body)
  }

  /// Refuses what names no log, before anything is opened.
  static func checkLog(_ text: String) throws {
    guard (try? LogID(hex: text)) != nil else {
      throw ValidationError("--log must be 32 lower-case hex digits, as in provinced kiosks")
    }
  }

  static let logger = Logger(label: "provinced") { LogfmtHandler(label: $0) }
}

/// Runs a command's body with its words and turns what it throws into one line and an exit status of
/// sysexits.h.
func reporting(
  with words: () throws -> CommandWords, _ body: (CommandWords) throws -> Void
) throws {
  do {
    let words = try words()
    do {
      try body(words)
    } catch let error as any Spoken {
      throw fail(words(error.saying), error.exitCode)
    }
  } catch let error as SettingsError {
    throw fail(error.description, 78)
  } catch let error as PostgresError {
    throw fail("\(error.description). Is PostgreSQL running? See database.url or PGHOST.", 69)
  } catch let error as DatabaseTooNew {
    throw fail(error.description, 78)
  } catch let code as ExitCode {
    throw code
  } catch {
    throw fail("\(error)", 1)
  }
}

private func fail(_ message: String, _ code: Int32) -> ExitCode {
  Standard.complain(message)
  return ExitCode(code)
}

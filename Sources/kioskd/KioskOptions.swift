import ArgumentParser
import Glibc
import Kiosk

/// The options that every command shares.
struct KioskOptions: ParsableArguments {
  @Option(name: .long, help: "The configuration file; otherwise kiosk-config/kiosk.toml.")
  var config: String?

  @Option(name: .long, help: "The data directory; otherwise $STATE_DIRECTORY or .data/kiosk.")
  var data: String?

  @Option(name: .long, help: "The language of the output; otherwise the terminal's.")
  var language: Language?

  /// The data directory.
  var dataPath: String {
    let given = data ?? Self.environment("STATE_DIRECTORY") ?? ".data/kiosk"
    return given.count > 1 && given.hasSuffix("/") ? String(given.dropLast()) : given
  }

  /// The language asked for, or the terminal's.
  var chosenLanguage: Language {
    if let language {
      return language
    }
    let locale = Self.environment("LC_ALL") ?? Self.environment("LANG") ?? ""
    return locale.hasPrefix("vi") ? .vi : .en
  }

  /// The configuration; a mistake in it ends the program with status 78.
  func settings() throws -> Settings {
    do {
      return try Settings(path: configPath())
    } catch {
      throw Exit.failure("\(error)", status: 78)
    }
  }

  /// The texts of the commands.
  func texts() throws -> Texts {
    do {
      return try Texts(directory: "\(try Assets.pages())/text")
    } catch {
      throw Exit.failure("\(error)", status: StartError.Reason.assets.rawValue)
    }
  }

  private func configPath() -> String {
    if let config {
      return config
    }
    let installed = "/etc/learning-kiosk/kiosk.toml"
    guard access(installed, F_OK) != 0 else {
      return installed
    }
    let folder = Assets.folder("kiosk-config", holding: "kiosk.toml") ?? "kiosk-config"
    return "\(folder)/kiosk.toml"
  }

  private static func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else {
      return nil
    }
    return String(cString: value)
  }
}

extension Language: ExpressibleByArgument {}

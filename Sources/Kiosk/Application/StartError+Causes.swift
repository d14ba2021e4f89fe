import Evidence
import Glibc
import HTTP
import Paper
import Store

extension StartError {
  /// The trouble behind an error met while starting.
  /// - Parameters:
  ///   - data: the data directory, which the sentence names.
  ///   - settings: the settings that may name the file with which something is wrong.
  package init(_ error: any Error, data: String, settings: Settings? = nil) {
    if let mistake = settings?.mistake(behind: error) {
      self.init(reason: .settings, message: mistake.description)
      return
    }
    switch error {
    case let error as StartError: self = error
    case let error as StoreError: self.init(store: error, data: data)
    case let error as ServerError:
      self.init(reason: .address, message: error.message)
    case let error as PagesError:
      self.init(reason: .assets, message: error.description)
    case let error as TemplateError:
      self.init(reason: .assets, message: error.description)
    case let error as FileError:
      // A command's own file, as a stick or a backup, is not the data directory's fault.
      let isOurs = error.path == data || error.path.hasPrefix("\(data)/")
      let prefix = isOurs ? "cannot use the data directory: " : ""
      self.init(
        reason: .disk, message: prefix + error.message,
        hindrance: isOurs ? error.hindrance : nil)
    case let error as TLSFileError:
      self.init(reason: .disk, message: "cannot use the TLS file \(error.description)")
    case let error as Malformed:
      self.init(reason: .disk, message: "a file in \(data) is damaged: \(error.message)")
    default:
      self.init(reason: .disk, message: "cannot start: \(error)")
    }
  }

  private init(store error: StoreError, data: String) {
    switch error.cause {
    case .locked:
      self.init(
        reason: .secondInstance,
        message: "another kioskd is using \(data); stop it first or give another --data")
    case .newerVersion:
      self.init(
        reason: .newerVersion,
        message: "the database in \(data) was written by a newer kioskd; install that version")
    case .diskFull:
      self.init(
        reason: .disk,
        message: "the disk of \(data) is full; make room and start again: \(error.message)",
        hindrance: .diskFull)
    case .absent:
      self.init(reason: .disk, message: error.message)
    case .readOnly:
      self.init(
        reason: .disk, message: "\(data) cannot be written: \(error.message)",
        hindrance: error.code == "errno-\(EROFS)" ? .readOnly : nil)
    case .damaged, .wrongLog, .constraint, .closed, .other:
      self.init(reason: .disk, message: "the database in \(data): \(error.description)")
    }
  }
}

extension Settings {
  /// The mistake in the settings that an error is about; nil when it is about something else.
  func mistake(behind error: any Error) -> SettingsError? {
    switch error {
    case let error as SettingsError: error
    case let error as TemplateError: wrong(file: error.file, error.description)
    case let error as TLSFileError: wrong(file: error.path, error.description)
    default: nil
    }
  }
}

extension FileError {
  /// Why nothing can be saved; nil when this says something else.
  fileprivate var hindrance: StartError.Hindrance? {
    if isDiskFull { return .diskFull }
    return code == EROFS ? .readOnly : nil
  }
}

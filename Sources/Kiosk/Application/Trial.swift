import Centre
import Evidence
package import HTTP
import Paper
import Store

/// Tries what the kiosk depends on, for `kioskd check`. It needs no lock, so it may run beside the
/// daemon.
package struct Trial {
  /// What became of one trial.
  package struct Finding {
    /// What was tried.
    package let subject: CommandText
    /// Whether it is as it should be.
    package let isGood: Bool
    private let words: String
    private let phrase: CommandText?
    private let values: [String: String]

    init(
      _ subject: CommandText, isGood: Bool, _ words: String, phrase: CommandText? = nil,
      values: [String: String] = [:]
    ) {
      self.subject = subject
      self.isGood = isGood
      self.words = words
      self.phrase = phrase
      self.values = values
    }

    /// What was found: a phrase, figures and names, or both.
    package func detail(_ texts: Texts, _ language: Language) -> String {
      [phrase?.text(texts, language, values) ?? "", words].filter { !$0.isEmpty }
        .joined(separator: ", ")
    }
  }

  private let settings: Settings
  private let data: String
  private let assets: String
  private let search: ScannerSearch
  private let send: @Sendable (ClientRequest) throws -> ClientResponse

  /// - Parameters:
  ///   - data: the data directory; it is not made where it is missing.
  ///   - assets: the folder of pages and layouts.
  ///   - send: how a request travels.
  package init(
    settings: Settings, data: String, assets: String,
    send: @escaping @Sendable (ClientRequest) throws -> ClientResponse
  ) {
    self.settings = settings
    self.data = data
    self.assets = assets
    self.send = send
    search = ScannerSearch(settings: settings.scanners)
  }

  /// Tries everything.
  package func run() -> [Finding] {
    [disk(), clock(), papers(), printer(), province()] + keys() + secure() + scanners()
  }

  private func disk() -> Finding {
    guard Files.exists(data) else {
      return Finding(.checkDisk, isGood: true, data, phrase: .checkNoData)
    }
    let probe = "\(data)/.check"
    do {
      let start = MachineClock.milliseconds(.bootTime)
      try Files.write("check\n", to: probe)
      let took = MachineClock.milliseconds(.bootTime) - start
      Files.remove(probe)
      let free = (DiskUsage(path: data)?.freeBytes ?? 0) >> 20
      let words = "\(data): \(free) MiB, fsync \(took) ms"
      return Finding(.checkDisk, isGood: free >= 64, words)
    } catch {
      return Finding(.checkDisk, isGood: false, "\(error)")
    }
  }

  private func clock() -> Finding {
    let reading = Clock.machine(hasBattery: settings.clock.hasBattery, data: data).read()
    let wall = reading.wallMilliseconds
    return Finding(
      .checkClock, isGood: reading.quality.isTrusted,
      "\(TimeOfDay.text(wallMilliseconds: wall)) \(Day(wallMilliseconds: wall).ddMMyyyy)",
      phrase: CommandText(reading.quality))
  }

  /// Whether the layouts of papers, and the centre's own, can be printed in.
  private func papers() -> Finding {
    do {
      _ = try Papers(assets: assets, settings: settings.sign)
      return Finding(.checkPapers, isGood: true, settings.sign.template)
    } catch {
      return Finding(.checkPapers, isGood: false, "\(mistake(error))")
    }
  }

  /// Whether the secrets can be used that the first start made or systemd hands over; nothing before it.
  private func keys() -> [Finding] {
    let directory = "\(data)/keys"
    let secrets = SecretFiles(directory: directory, credentials: Keys.credentialsDirectory)
    do {
      let found = try Keys.secretNames.filter { try secrets.existing($0) != nil }
      return found.isEmpty ? [] : [Finding(.checkKeys, isGood: true, directory)]
    } catch {
      return [Finding(.checkKeys, isGood: false, "\(error)")]
    }
  }

  private func mistake(_ error: any Error) -> any Error {
    settings.mistake(behind: error) ?? error
  }

  private func printer() -> Finding {
    let isBeforeFirstStart = settings.printer.address.isEmpty && !Files.exists(data)
    guard !isBeforeFirstStart else {
      return Finding(.checkPrinter, isGood: true, "\(data)/printed")
    }
    do {
      let chosen = try Store.setting(Desk.printerSetting, inDirectory: data)
      let setting = chosen ?? settings.printer.address
      if setting.isEmpty {
        try Files.makeDirectory("\(data)/printed", mode: 0o750)
      }
      let printer = Printer(try PrinterAddress(setting.isEmpty ? "\(data)/printed" : setting))
      let state = try printer.state()
      let isGood = state.condition == .ready || state.condition == .printing
      return Finding(.checkPrinter, isGood: isGood, state.condition.rawValue)
    } catch {
      return Finding(.checkPrinter, isGood: false, "\(error)")
    }
  }

  private func province() -> Finding {
    do {
      guard let enrolment = try Enrolment(directory: "\(data)/keys") else {
        return Finding(.checkProvince, isGood: true, "", phrase: .checkNotEnrolled)
      }
      guard !settings.sync.address(of: enrolment).isEmpty else {
        return Finding(.checkProvince, isGood: true, "", phrase: .checkNoAddress)
      }
      let log = try enrolment.log ?? LogID(hex: try Files.line("\(data)/keys/log.id") ?? "")
      let line = ProvinceLine(
        enrolment: enrolment, address: settings.sync.address(of: enrolment), log: log, send: send)
      return judged(try line.receipt(), enrolment)
    } catch let error as ClientError {
      return Finding(
        .checkProvince, isGood: false, Stranger(error)?.message ?? error.message)
    } catch {
      return Finding(.checkProvince, isGood: false, "\(error)")
    }
  }

  /// Whether an answer to the question for the last receipt is the province's own.
  private func judged(_ answer: ClientResponse, _ enrolment: Enrolment) -> Finding {
    let status = "\(enrolment.provinceHost): status \(answer.status.code)"
    switch TransferAnswer(answer, province: enrolment.verifier) {
    case .receipt:
      return Finding(.checkProvince, isGood: true, status)
    case .stranger(let stranger):
      return Finding(.checkProvince, isGood: false, stranger.message)
    case .nothing(let text):
      // A log of which nothing has arrived yet has no receipt.
      let isEmpty = ProblemAnswer(answer)?.code == "no-receipt"
      return Finding(.checkProvince, isGood: isEmpty, isEmpty ? status : "\(status), \(text)")
    case .partial, .gap, .fork, .tooLarge, .encoding, .damaged, .later, .unwelcome:
      return Finding(.checkProvince, isGood: false, status)
    }
  }

  /// Whether the certificate under which the kiosk speaks TLS can be used; nothing without one.
  private func secure() -> [Finding] {
    let http = settings.http
    do {
      let tls = try ServerTLS(
        certificateFile: http.certificateFile, keyFile: http.keyFile,
        clientAuthorityFile: http.clientAuthorityFile)
      return tls == nil ? [] : [Finding(.checkTLS, isGood: true, http.certificateFile)]
    } catch {
      return [Finding(.checkTLS, isGood: false, "\(mistake(error))")]
    }
  }

  /// Whether the scanners that are plugged in, or that the settings name, can be read; nothing where
  /// none is to be read.
  private func scanners() -> [Finding] {
    let wanted = settings.scanners.serial + settings.scanners.evdev
    guard !wanted.isEmpty else { return [] }
    let places = search.places()
    guard !places.isEmpty else {
      return [Finding(.checkScanner, isGood: true, "", phrase: .checkNoScanner)]
    }
    return places.map(scanner)
  }

  private func scanner(_ place: ScannerPlace) -> Finding {
    func finding(_ phrase: CommandText, isGood: Bool, group: String = "") -> Finding {
      let values = ["name": place.name, "path": place.path ?? "", "group": group]
      return Finding(.checkScanner, isGood: isGood, "", phrase: phrase, values: values)
    }
    guard let path = place.path else { return finding(.checkScannerAbsent, isGood: false) }
    do throws(ScannerError) {
      try ScannerFile.tryOpening(place, path: path)
      return finding(.checkScannerFound, isGood: true)
    } catch {
      guard !error.isBusy else { return finding(.checkScannerInUse, isGood: true) }
      guard error.isDenied else { return Finding(.checkScanner, isGood: false, "\(error)") }
      return finding(
        .checkScannerDenied, isGood: false, group: ScannerFile.group(of: path) ?? "root")
    }
  }
}

extension CommandText {
  /// How far the clock is believed.
  fileprivate init(_ quality: ClockQuality) {
    self =
      switch quality {
      case .unset: .checkClockUnset
      case .restoredFloor: .checkClockRestoredFloor
      case .operatorSet: .checkClockOperatorSet
      case .networkTime: .checkClockNetworkTime
      case .receipt: .checkClockReceipt
      }
  }
}

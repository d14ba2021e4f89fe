import Centre
import Evidence
import Store

/// Takes in what the province sends on a stick, told apart by content: receipts, the answer to a branch,
/// the bundle of withdrawn certificates, the bulletin, the answer to a certificate request. A further kind is one more line in `kinds`.
package struct Intake {
  /// The longest file that is looked at.
  static let mostBytes = 5 << 20
  private let desk: Desk

  /// One kind of file.
  private struct Kind {
    /// Whether the bytes are of this kind, by their form.
    let isMine: ([UInt8]) -> Bool
    /// Takes the file.
    let take: ([UInt8]) throws -> IntakeAnswer
  }

  /// An intake into the desk's store and keys.
  package init(desk: Desk) {
    self.desk = desk
  }

  /// The kinds, in the order in which they are tried.
  private var kinds: [Kind] {
    [
      Kind(isMine: ReceiptIntake.isReceipt, take: ReceiptIntake(desk: desk).take),
      Kind(
        isMine: { BranchAnswer.log(of: $0) != nil }, take: BranchAnswerIntake(desk: desk).take),
      Kind(isMine: { (try? CertificateAnswer(json: $0)) != nil }, take: certificate),
      Kind(isMine: { (try? TrustBundle(bytes: $0)) != nil }, take: bundle),
      Kind(isMine: Bulletin.isLikely, take: bulletin),
    ]
  }

  /// What a path that a person gave stands for: the file itself, or what lies for this kiosk in that
  /// folder and in the one that the desk writes there.
  static func files(at path: String, for log: LogID) -> [String] {
    guard Files.isDirectory(path) else { return [path] }
    let base = path.hasSuffix("/") ? String(path.dropLast()) : path
    return [base, "\(base)/\(OpenStick.folderName)"].flatMap { folder in
      Files.names(in: folder).filter { isOfInterest($0, to: log) }.sorted()
        .map { "\(folder)/\($0)" }
    }
  }

  /// Whether a file in a folder shared with other kiosks may be for this one, by its name.
  static func isOfInterest(_ name: String, to log: LogID) -> Bool {
    [
      CarriedName.receipt(of: log), CarriedName.branchAnswer(to: log),
      CarriedName.certificate(for: log), TrustBundle.fileName, Bulletin.fileName,
    ].contains(name)
  }

  /// Takes a file; whatever is wrong with it is told and harms nothing.
  package func take(file path: String) -> IntakeAnswer {
    do {
      return take(try Files.readForeign(path, mostBytes: Self.mostBytes))
    } catch {
      return IntakeAnswer(.importUnreadable, isGood: false, ["reason": error.reason])
    }
  }

  /// Takes the bytes of a file.
  func take(_ bytes: [UInt8]) -> IntakeAnswer {
    guard let kind = kinds.first(where: { $0.isMine(bytes) }) else {
      return IntakeAnswer(.importUnknown, isGood: false)
    }
    do {
      return try kind.take(bytes)
    } catch let error as TrustError {
      // An old list on a stick is nobody's mistake: the network was quicker.
      return IntakeAnswer(
        CommandText(refusedFile: error.reason), isGood: error.reason == .older,
        ["reason": error.code])
    } catch let error as Certification.Refused {
      return error.answer
    } catch {
      return IntakeAnswer(.importRefused, isGood: false, ["reason": "\(error)"])
    }
  }

  private func bundle(_ bytes: [UInt8]) throws -> IntakeAnswer {
    let taking = try desk.keys.trust.take(bytes)
    return IntakeAnswer(taking == .taken ? .trustTaken : .trustRepeated, isGood: true)
  }

  private func bulletin(_ bytes: [UInt8]) throws -> IntakeAnswer {
    let taking = try desk.keys.trust.take(bulletin: bytes)
    return IntakeAnswer(taking == .taken ? .bulletinTaken : .bulletinRepeated, isGood: true)
  }

  private func certificate(_ bytes: [UInt8]) throws -> IntakeAnswer {
    let certificate = try desk.certification.take(bytes, now: desk.clock.read())
    let day = Day(wallMilliseconds: certificate.expires * 1_000).ddMMyyyy
    return IntakeAnswer(.certificateTaken, isGood: true, ["day": day])
  }
}

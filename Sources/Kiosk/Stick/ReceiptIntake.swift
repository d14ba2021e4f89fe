import Evidence
import Store

/// Takes in a receipt that came on a stick.
struct ReceiptIntake {
  private let desk: Desk

  init(desk: Desk) {
    self.desk = desk
  }

  /// Whether the bytes are a signed note about some log.
  static func isReceipt(_ bytes: [UInt8]) -> Bool {
    guard bytes.count <= 65_536, let text = String(validating: bytes, as: UTF8.self),
      let note = try? SignedNote(text: text), let checkpoint = try? Checkpoint(body: note.body)
    else { return false }
    return checkpoint.origin.contains("/log/")
  }

  /// Takes it: kept when the province signed it and it is about this very log. One that shows another history
  /// of this log ends the log; the kiosk goes on under a new name.
  /// - Throws: `FileError`, `StoreError`, `Malformed`.
  func take(_ bytes: [UInt8]) throws -> IntakeAnswer {
    guard let enrolment = try desk.keys.enrolment() else {
      return IntakeAnswer(.importNotEnrolled, isGood: false)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let receipt = try? Receipt(text: text, province: enrolment.verifier) else {
      return IntakeAnswer(
        .importReceiptForeign, isGood: false, ["province": enrolment.provinceHost])
    }
    let log = OutgoingLog(store: desk.store, keys: desk.keys, enrolment: enrolment)
    guard receipt.checkpoint.origin == log.origin else {
      let name = receipt.checkpoint.origin.split(separator: "/").last ?? ""
      return IntakeAnswer(.importReceiptOther, isGood: true, ["log": String(name)])
    }
    return try keep(receipt, in: log)
  }

  private func keep(_ receipt: Receipt, in log: OutgoingLog) throws -> IntakeAnswer {
    let size = receipt.checkpoint.size
    let values = ["count": String(size), "recorded": String(try desk.store.logSize())]
    let isKnown = size <= (try desk.store.syncState().confirmedSize)
    let arrived = desk.clock.read()
    switch try log.keep(receipt) {
    case .kept:
      try desk.clockExchange.take(receipt, arrived: arrived)
      return IntakeAnswer(isKnown ? .importReceiptKnown : .importReceiptKept, isGood: true, values)
    case .strange:
      return IntakeAnswer(
        .importReceiptForeign, isGood: false, ["province": log.enrolment.provinceHost])
    case .restored:
      _ = try Epochs(desk: desk).open(.restored)
      return IntakeAnswer(.importReceiptAhead, isGood: false, values)
    case .fork:
      _ = try Epochs(desk: desk).open(.fork)
      return IntakeAnswer(.importReceiptFork, isGood: false, values)
    }
  }
}

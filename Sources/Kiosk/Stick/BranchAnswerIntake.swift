import Evidence
import Store

/// Takes in the province's answer to a branch that was announced by stick.
struct BranchAnswerIntake {
  private let desk: Desk

  init(desk: Desk) {
    self.desk = desk
  }

  /// Takes it when it answers for the present log and the province signed it; from then on its tokens count.
  /// - Throws: `FileError`, `StoreError`, `Malformed`.
  func take(_ bytes: [UInt8]) throws -> IntakeAnswer {
    guard let enrolment = try desk.keys.enrolment() else {
      return IntakeAnswer(.importNotEnrolled, isGood: false)
    }
    let log = OutgoingLog(store: desk.store, keys: desk.keys, enrolment: enrolment)
    guard let about = BranchAnswer.log(of: bytes), about == log.log else {
      let name = BranchAnswer.log(of: bytes)?.hex ?? ""
      return IntakeAnswer(.importBranchOther, isGood: true, ["log": name])
    }
    guard log.isPending else {
      return IntakeAnswer(.importBranchKnown, isGood: true)
    }
    guard let answer = BranchAnswer(json: bytes, province: enrolment.verifier.key),
      try Epochs(desk: desk).take(answer, log) != nil
    else {
      return IntakeAnswer(
        .importBranchForeign, isGood: false, ["province": enrolment.provinceHost])
    }
    return IntakeAnswer(.importBranchTaken, isGood: true, ["count": String(answer.next)])
  }
}

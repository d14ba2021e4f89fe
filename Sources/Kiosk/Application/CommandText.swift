/// What the commands say to whoever runs them.
package enum CommandText: String, CaseIterable, Sendable {
  case started = "command.serve.started"
  case screen = "command.serve.screen"
  case desk = "command.serve.desk"
  case setUpCode = "command.serve.setUpCode"
  case stopHint = "command.serve.stopHint"
  case stopping = "command.serve.stopping"
  case demoFilled = "command.demo.filled"
  case demoRefreshed = "command.demo.refreshed"
  case demoNotEmpty = "command.demo.notEmpty"
  case demoNotOurs = "command.demo.notOurs"
  case enrolled = "command.enrol.done"
  case enrolledWaiting = "command.enrol.waiting"
  case enrolRefused = "command.enrol.refused"
  case enrolFailed = "command.enrol.failed"
  case checkGood = "command.check.good"
  case checkBad = "command.check.bad"
  case checkDisk = "command.check.disk"
  case checkClock = "command.check.clock"
  case checkPrinter = "command.check.printer"
  case checkProvince = "command.check.province"
  case checkNotEnrolled = "command.check.notEnrolled"

  /// The text in a language, its places filled.
  package func text(
    _ texts: Texts, _ language: Language, _ values: [String: String] = [:]
  ) -> String {
    let text = texts.text(named: rawValue, language) ?? rawValue
    return Placeholders.fill(text) { values[$0] }
  }
}

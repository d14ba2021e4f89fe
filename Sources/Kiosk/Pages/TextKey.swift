/// The texts that code asks for by name; templates ask with `{{t.door.prompt}}` and are checked at
/// start as well.
package enum TextKey: String, CaseIterable, Sendable {
  // Common.
  case monday = "common.weekday.monday"
  case tuesday = "common.weekday.tuesday"
  case wednesday = "common.weekday.wednesday"
  case thursday = "common.weekday.thursday"
  case friday = "common.weekday.friday"
  case saturday = "common.weekday.saturday"
  case sunday = "common.weekday.sunday"
  case notFoundTitle = "common.problem.notFound.title"
  case notFoundAdvice = "common.problem.notFound.advice"
  case methodTitle = "common.problem.method.title"
  case methodAdvice = "common.problem.method.advice"
  case forbiddenTitle = "common.problem.forbidden.title"
  case forbiddenAdvice = "common.problem.forbidden.advice"
  case requestTitle = "common.problem.request.title"
  case requestAdvice = "common.problem.request.advice"
  case faultTitle = "common.problem.fault.title"
  case faultAdvice = "common.problem.fault.advice"
  case diskFullTitle = "common.problem.diskFull.title"
  case diskFullAdvice = "common.problem.diskFull.advice"
  case readOnlyTitle = "common.problem.readOnly.title"
  case readOnlyAdvice = "common.problem.readOnly.advice"
  case busyTitle = "common.problem.busy.title"
  case busyAdvice = "common.problem.busy.advice"

  // The check-in screen.
  case savedAndSent = "door.saved.sent"
  case savedWaiting = "door.saved.waiting"
  case savedNeverSent = "door.saved.neverSent"
  case savedNothingYet = "door.saved.nothingYet"
  case damageAdvice = "door.damage"
  case cannotSave = "door.cannotSave"
  case sessionPlanned = "door.state.planned"
  case sessionOpen = "door.state.open"
  case sessionClosed = "door.state.closed"
}

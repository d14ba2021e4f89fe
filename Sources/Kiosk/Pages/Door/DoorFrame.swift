/// What every check-in screen needs besides its own values: whose kiosk it is, and how long things
/// stay.
struct DoorFrame {
  let settings: Settings
  let look: Look

  /// Results that ask for a decision stay this many times longer.
  private static let decisionFactor = 3

  /// The values of the template `door-layout`.
  var context: [String: Any] {
    let checkIn = settings.checkIn
    return [
      "centreName": settings.centre.name,
      "lookClasses": look.classes,
      "isLarge": look.isLarge,
      "hasCamera": settings.scanners.camera,
      "otherSize": look.isLarge ? "normal" : "large",
      "hasSounds": checkIn.hasSounds,
      "formSeconds": "\(checkIn.formSeconds)",
      "repeatSeconds": "\(checkIn.repeatSeconds)",
      "undoSeconds": "\(checkIn.undoSeconds)",
      "staySeconds": "\(checkIn.resultSeconds)",
      "longSeconds": "\(checkIn.resultSeconds * Self.decisionFactor)",
      "returnSeconds": "\(checkIn.formSeconds)",
    ]
  }

  /// The same for a result, which stays for some seconds or, when it asks for a decision, longer.
  func result(_ values: [String: Any], isDecision: Bool = false) -> [String: Any] {
    let factor = isDecision ? Self.decisionFactor : 1
    return result(values, seconds: settings.checkIn.resultSeconds * factor)
  }

  /// The same for a result that stays for so many seconds.
  func result(_ values: [String: Any], seconds: Int) -> [String: Any] {
    let stay: [String: Any] = ["staySeconds": "\(seconds)", "returnSeconds": "\(seconds)"]
    return context.merging(stay) { _, new in new }.merging(values) { _, new in new }
  }
}

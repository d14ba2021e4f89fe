package import Evidence

/// Enrols a kiosk that has no network: its request comes as a file, and the answer goes back as one. The
/// answer is what the kiosk would get over the network, and names the log that it is for.
package struct CarriedEnrolment: Sendable {
  /// The longest request.
  static let byteLimit = 65_536
  /// What stands for the sender's address where wrong codes are counted.
  private static let address = "stick"

  let enrolments: Enrolments

  /// Enrols the kiosk whose request is in a file.
  /// - Parameters:
  ///   - code: the one-time code; nil takes the one in the request.
  ///   - url: where kiosks reach this province, should they come by a network; may be empty.
  /// - Returns: the answer's bytes, and the log.
  /// - Throws: `Problem` as `Enrolments.enrol`; `RootDocumentError` for a file that cannot be read.
  package func enrol(
    file: String, code: String?, url: String
  ) throws -> (answer: [UInt8], log: LogID) {
    let request = try EnrolmentRequest(
      json: try PlainFile.read(file, limit: Self.byteLimit), code: code)
    let answer = try enrolments.enrol(request, address: Self.address)
    var members = try answer.members(atSeconds: enrolments.clock.seconds)
    members["log"] = .text(request.log.hex)
    members["url"] = .text(url)
    return (try CanonicalValue.object(members).canonical(), request.log)
  }
}

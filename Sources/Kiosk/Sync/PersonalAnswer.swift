import Evidence
import HTTP

/// The province's answer to a document of personal values. A page of anybody else is not one.
struct PersonalAnswer: Equatable {
  /// Values that the province kept.
  let kept: Int64
  /// Values of kinds that the province does not take.
  let declined: Int64
  /// Documents have come there for [0, next).
  let next: Int64

  /// Reads an answer; nil when the document was not taken.
  init?(_ response: ClientResponse) {
    guard response.status == .ok, response.body.count <= 65_536,
      let members = (try? CanonicalValue(json: response.body))?.object,
      let kept = members["kept"]?.integer, let declined = members["declined"]?.integer,
      let next = members["next"]?.integer, next >= 0
    else {
      return nil
    }
    self.kept = kept
    self.declined = declined
    self.next = next
  }
}

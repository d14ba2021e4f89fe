import Evidence

extension Desk {
  /// The root keys, the status list and the notices that this kiosk believes now, and the bundle they
  /// came in: for the door, the desk, and the verifier page that the kiosk hands out.
  /// - Throws: `FileError`, or `Malformed` when the root list is damaged.
  package func heldTrust() throws -> TrustFiles.Held {
    try keys.trust.current()
  }

  /// What keeps this kiosk's key certified.
  package var certification: Certification {
    Certification(
      keys: keys, device: settings.centre.code, renewDays: settings.sign.renewDays)
  }
}

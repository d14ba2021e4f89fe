/// Why records wait for somebody to act; the kiosk keeps recording and asks again slowly, in case it
/// was mended at the other end. The raw value is what the database keeps and the last part
/// of the phrase's key.
package enum Attention: String, CaseIterable, Sendable {
  /// The province holds another history of this log.
  case fork
  /// The province holds more than this kiosk: the card was restored or cloned.
  case restored
  /// What the kiosk reads from its own disk does not fit its own tree.
  case damaged
  /// The province refused the same bytes three times.
  case refused
  /// The province does not know this kiosk's token.
  case unknownKiosk
  /// The province has withdrawn this kiosk.
  case revoked
  /// The server is another province's.
  case wrongProvince
}

// Normalisation data stands in the Swift runtime but is reachable only through this interface,
// which FoundationEssentials uses too. The alternative is the whole of ICU.
@_spi(_Unicode) internal import Swift

/// `text` in Unicode Normalization Form C: one byte form for one name, however it was typed.
package func nfc(_ text: String) -> String {
  var text = text
  guard !text.withUTF8(isSurelyNFC) else { return text }
  var scalars = String.UnicodeScalarView()
  for scalar in text._nfc { scalars.append(scalar) }
  return String(scalars)
}

/// Whether `text` is in Unicode Normalization Form C, byte for byte.
package func isNFC(_ text: String) -> Bool {
  var text = text
  guard !text.withUTF8(isSurelyNFC) else { return true }
  return text.unicodeScalars.elementsEqual(text._nfc)
}

/// True for text without any character that normalisation could touch: everything below U+0300, and
/// Latin Extended Additional (U+1E00-U+1EFF), which holds the Vietnamese letters. False means "look".
private func isSurelyNFC(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  var index = 0
  while index < bytes.count {
    if bytes[index] < 0xCC {
      index += 1
    } else if bytes[index] == 0xE1, index + 2 < bytes.count, 0xB8...0xBB ~= bytes[index + 1] {
      index += 3
    } else {
      return false
    }
  }
  return true
}

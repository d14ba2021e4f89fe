import CZXing

/// Reads the codes in a picture file: PNG, JPEG, or the first pages of a PDF.
package enum ImageCodes {
  /// The longest file that is looked at, in bytes.
  package static let longestFileBytes = 32 << 20
  /// The largest picture that is decoded, in pixels; it takes a byte for each.
  package static let largestPixels = 40_000_000
  /// The largest width or height, in pixels.
  package static let largestSidePixels = 20_000

  /// How long a picture may keep the decoder busy. A large one without a code takes a second or two on
  /// a fast machine; one tiled with finder patterns would take hours.
  static let timeoutSeconds: UInt32 = 20

  /// The codes found, in the order in which the decoder meets them; empty when there are none.
  ///
  /// Width and height are checked before any pixel is decoded. Blocks for as long as decoding takes:
  /// some 100 ms for a photograph, a second or two for a large one on which there is nothing to read.
  /// PDF files and pictures are worked on by child processes with a time limit. Throws `ImageError`.
  package static func codes(inImage bytes: [UInt8]) throws(ImageError) -> [DecodedCode] {
    guard bytes.count <= longestFileBytes else {
      throw ImageError(
        code: .tooLarge, message: "The file is longer than \(longestFileBytes) bytes.")
    }
    if PDFPages.isPDF(bytes) {
      var found: [DecodedCode] = []
      for page in try PDFPages.render(bytes) { found += try codes(in: page) }
      return found
    }
    return try codes(in: picture(bytes))
  }

  /// The pixels of a PNG or JPEG file, which are decoded only where width and height are within bounds.
  static func picture(
    _ bytes: [UInt8], largestSide: Int = largestSidePixels
  ) throws(ImageError) -> GreyPicture {
    guard czxing_kind_of(bytes, bytes.count) != CZXING_UNKNOWN else {
      throw ImageError(code: .unknownKind, message: "The file is neither PNG, JPEG nor PDF.")
    }
    var width: UInt32 = 0
    var height: UInt32 = 0
    guard czxing_size(bytes, bytes.count, &width, &height) == CZXING_OK else { throw damaged }
    try requireSize(width: Int(width), height: Int(height), largestSide: largestSide)
    var status = CZXING_FAILED
    let grey = [UInt8](unsafeUninitializedCapacity: Int(width) * Int(height)) { buffer, count in
      buffer.initialize(repeating: 255)
      count = buffer.count
      status = czxing_grey(bytes, bytes.count, buffer.baseAddress, width, height)
    }
    guard status == CZXING_OK else { throw damaged }
    return GreyPicture(width: Int(width), height: Int(height), grey: grey)
  }

  private static let damaged = ImageError(
    code: .damaged, message: "The picture is damaged or cut off.")

  /// Throws `tooLarge` for a picture that would take too much memory or time.
  static func requireSize(
    width: Int, height: Int, largestSide: Int = largestSidePixels
  ) throws(ImageError) {
    guard
      1...largestSide ~= width, 1...largestSide ~= height,
      width * height <= largestPixels
    else {
      throw ImageError(
        code: .tooLarge,
        message: "The picture measures \(width) x \(height) pixels; at most "
          + "\(largestSide) on a side and \(largestPixels) in all are read.")
    }
  }

  /// The codes on a grey picture. It is looked at in several ways, the cheapest first, until one of
  /// them gives a code: people bring faint copies, small scans and folded sheets, and have no second
  /// picture to try.
  static func codes(
    in picture: GreyPicture, through last: czxing_pass = CZXING_MENDED,
    withinSeconds seconds: UInt32 = timeoutSeconds
  ) throws(ImageError) -> [DecodedCode] {
    var found: [DecodedCode] = []
    let status = withUnsafeMutablePointer(to: &found) { list in
      czxing_read_apart(
        picture.grey, UInt32(picture.width), UInt32(picture.height), last, seconds,
        { list, text, count, format in
          guard let list, let text, let format else { return }
          let bytes = UnsafeBufferPointer(start: text, count: count)
          list.assumingMemoryBound(to: [DecodedCode].self).pointee.append(
            DecodedCode(
              text: String(decoding: bytes, as: UTF8.self), format: String(cString: format)))
        }, list)
    }
    guard status != CZXING_TOO_LONG else {
      throw ImageError(
        code: .decoder, message: "Looking for a code took longer than \(seconds) s.")
    }
    guard status == CZXING_OK else {
      throw ImageError(code: .decoder, message: "The decoder gave up on the picture.")
    }
    return found
  }
}

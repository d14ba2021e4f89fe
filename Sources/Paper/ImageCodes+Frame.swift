import CZXing

extension ImageCodes {
  /// The longest file of a camera's frame that is looked at, in bytes.
  package static let longestFrameBytes = 256 << 10
  /// The largest width or height of a frame, in pixels; screens send 640.
  package static let largestFrameSidePixels = 1_280
  /// A frame that takes longer has no code; another one follows.
  static let frameSeconds: UInt32 = 1

  /// The codes on one frame of a camera, a JPEG or PNG file. Unlike a picture that somebody brings, it is
  /// looked at in the quick ways only: some 10 ms where there is nothing to read. Throws `ImageError`.
  package static func codes(inFrame bytes: [UInt8]) throws(ImageError) -> [DecodedCode] {
    guard bytes.count <= longestFrameBytes else {
      throw ImageError(
        code: .tooLarge, message: "The frame is longer than \(longestFrameBytes) bytes.")
    }
    let frame = try picture(bytes, largestSide: largestFrameSidePixels)
    do throws(ImageError) {
      return try codes(in: frame, through: CZXING_ONE_LEVEL, withinSeconds: frameSeconds)
    } catch  where error.code == .decoder {
      return []
    }
  }
}

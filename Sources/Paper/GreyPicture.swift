/// A picture as one byte of grey a pixel, row after row; 255 is white.
struct GreyPicture {
  let width: Int
  let height: Int
  let grey: [UInt8]
}

extension GreyPicture {
  /// Splits a run of binary PGM pictures ("P5", 8 bits), as pdftoppm writes them, into pictures.
  ///
  /// Throws `damaged` when the run breaks off, `tooLarge` beyond the limits of `ImageCodes`.
  static func pictures(inPGM bytes: [UInt8]) throws(ImageError) -> [GreyPicture] {
    var pictures: [GreyPicture] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      pictures.append(try next(&rest))
    }
    return pictures
  }

  private static func next(_ rest: inout ArraySlice<UInt8>) throws(ImageError) -> GreyPicture {
    guard
      word(&rest) == "P5", let width = word(&rest).flatMap({ Int($0) }),
      let height = word(&rest).flatMap({ Int($0) }), word(&rest) == "255"
    else {
      throw ImageError(code: .renderer, message: "The rendered page is not a PGM picture.")
    }
    try ImageCodes.requireSize(width: width, height: height)
    guard rest.count >= width * height else {
      throw ImageError(code: .renderer, message: "The rendered page breaks off.")
    }
    let grey = Array(rest.prefix(width * height))
    rest = rest.dropFirst(width * height)
    return GreyPicture(width: width, height: height, grey: grey)
  }

  /// Takes a word and the one white space behind it.
  private static func word(_ rest: inout ArraySlice<UInt8>) -> String? {
    guard let end = rest.prefix(16).firstIndex(where: { $0 == 0x20 || $0 == 0x0A }) else {
      return nil
    }
    let word = String(decoding: rest[..<end], as: UTF8.self)
    rest = rest[(end + 1)...]
    return word
  }
}

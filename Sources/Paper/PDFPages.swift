import Glibc

/// Renders the first pages of a PDF with the program pdftoppm (Debian's `poppler-utils`).
///
/// A PDF from outside is the most dangerous file that we read, so it is opened in a child process
/// with limits on time, memory and output, and only grey pixels come back.
enum PDFPages {
  /// How many pages are looked at.
  static let mostPages = 4
  /// The longer side of a rendered page: 308 dots per inch for A4.
  static let longSidePixels = 3600
  /// How long the child may take in all.
  static let timeoutSeconds = 20
  /// How much memory the child may use.
  static let memoryKilobytes = 1 << 20

  /// Whether a file starts as PDF does; some writers put a few bytes before it.
  static func isPDF(_ bytes: [UInt8]) -> Bool {
    let mark = Array("%PDF-".utf8)
    let head = bytes.prefix(1024)
    return head.indices.contains { head[$0...].starts(with: mark) }
  }

  /// The pages as grey pictures.
  ///
  /// Throws `renderer` when pdftoppm is not installed or takes too long, `damaged` when it cannot
  /// read the file.
  static func render(_ pdf: [UInt8]) throws(ImageError) -> [GreyPicture] {
    let render =
      "ulimit -v \(memoryKilobytes) -t \(timeoutSeconds); exec pdftoppm -q -gray -f 1 "
      + "-l \(mostPages) -scale-to \(longSidePixels) -"
    let child = ChildProcess(
      arguments: ["/bin/sh", "-c", render], timeoutSeconds: timeoutSeconds,
      mostOutputBytes: mostPages * (longSidePixels * longSidePixels + 64))
    let outcome = try child.run(input: pdf)
    guard outcome.exitCode != 127 else {
      throw ImageError(
        code: .renderer,
        message: "The program pdftoppm is not installed. Install Debian's package poppler-utils.")
    }
    let pictures = try GreyPicture.pictures(inPGM: outcome.output)
    guard outcome.exitCode == 0, !pictures.isEmpty else {
      throw ImageError(code: .damaged, message: "The PDF is damaged, cut off or locked.")
    }
    return pictures
  }
}

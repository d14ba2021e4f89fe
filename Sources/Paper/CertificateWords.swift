/// The words that stand on every certificate, whoever it is for.
///
/// They are data, so that a centre can have its own wording; a word in braces is replaced by the
/// value of the sheet with that name.
package struct CertificateWords: Codable, Equatable, Sendable {
  /// The national name, upper right (Decree 30/2020/NĐ-CP, annex I).
  package var nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
  /// The national motto under it.
  package var motto = "Độc lập - Tự do - Hạnh phúc"
  /// The number under the issuing body; `{number}` is the display number.
  package var displayNumber = "Số: {number}"
  /// The title of the paper.
  package var title = "GIẤY CHỨNG NHẬN"
  /// The line above the holder's name.
  package var certifies = "Chứng nhận ông (bà)"
  /// The holder's birth year; `{year}`.
  package var born = "Sinh năm {year}"
  /// Where the holder lives; `{residence}`.
  package var lives = "Nơi cư trú: {residence}"
  /// The line above the title of the course.
  package var completed = "đã hoàn thành chương trình học tập"
  /// What was attended over several days; `{sessions}`, `{hours}`, `{from}`, `{to}`.
  package var attendedDays =
    "gồm {sessions} buổi học, tổng cộng {hours} giờ, từ ngày {from} đến ngày {to}"
  /// What was attended on one day; `{sessions}`, `{hours}`, `{from}`.
  package var attendedDay = "gồm {sessions} buổi học, tổng cộng {hours} giờ, ngày {from}"
  /// Place and date above the signature; `{place}`, `{day}`, `{month}`, `{year}`.
  package var dateline = "{place}, ngày {day} tháng {month} năm {year}"
  /// The words above the full number beside the QR code.
  package var numberLabel = "Mã số giấy chứng nhận"
  /// What the QR code is for.
  package var scanHint = "Quét mã để kiểm tra"
  /// The foot of the page; `{fingerprint}` is the root key's.
  package var rootKey = "Khóa gốc: {fingerprint}"
  /// What a reprint says; `{copy}`.
  package var reprint = "Bản in lại số {copy}"
  /// What a paper signed under the demonstration key says.
  package var demonstration = "BẢN TRÌNH DIỄN – KHÔNG CÓ GIÁ TRỊ"

  /// The default wording, in Vietnamese.
  package init() {}
}

extension CertificateWords {
  /// Puts values into a phrase: every `{name}` becomes its value.
  static func fill(_ phrase: String, _ values: KeyValuePairs<String, String>) -> String {
    var filled = ""
    var rest = phrase[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      filled += rest[..<open]
      let name = rest[rest.index(after: open)..<close]
      filled += values.first { $0.key == name }?.value ?? String(rest[open...close])
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }
}

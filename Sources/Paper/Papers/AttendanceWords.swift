/// The words on a session's paper list; a word in braces is replaced.
package struct AttendanceWords: Codable, Equatable, Sendable {
  /// The title.
  package var title = "DANH SÁCH ĐIỂM DANH"
  /// When the session is; `{day}`, `{time}`.
  package var when = "Ngày {day}, {time}"
  /// Who teaches; `{speaker}`.
  package var speaker = "Báo cáo viên, giáo viên: {speaker}"
  /// What finds the session at the desk; `{code}`.
  package var code = "Buổi học số {code}"
  /// What the people do.
  package var hint =
    "Mỗi người ký vào dòng của mình. Ai chưa có tên thì ghi họ tên, năm sinh, xóm vào các dòng trống ở "
    + "cuối danh sách."
  /// Over the columns.
  package var number = "STT"
  package var person = "Họ và tên"
  package var cardCode = "Mã thẻ"
  package var arrival = "Giờ đến"
  package var signature = "Ký tên"
  /// Under a name; `{digits}`.
  package var card = "Thẻ {digits}"
  /// Under a blank row's line.
  package var blank = "Năm sinh: ..............  Xóm: ................................"
  /// At the foot of every page.
  package var counted = "Số người có mặt ở trang này: ................"
  package var keeper = "Người ghi (ký, ghi rõ họ tên): ...................................."
  /// `{page}`, `{pages}`.
  package var page = "Trang {page}/{pages}"
  /// What a code is, for those who hear the document; `{digits}`.
  package var figure = "Mã vạch của thẻ {digits}"
  /// Across the head of a list from a kiosk that belongs to no province.
  package var demonstration = "BẢN TRÌNH DIỄN – KHÔNG CÓ GIÁ TRỊ"

  /// The default wording, in Vietnamese.
  package init() {}
}

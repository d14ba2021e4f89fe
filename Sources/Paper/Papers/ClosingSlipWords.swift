/// The words on a closing slip; a word in braces is replaced.
package struct ClosingSlipWords: Codable, Equatable, Sendable {
  /// The title.
  package var title = "PHIẾU CHỐT NGÀY"
  /// Under the title; `{day}`.
  package var day = "Ngày {day}"
  /// The centre; `{centre}`.
  package var centre = "Mã trung tâm: {centre}"
  /// When the slip was made; `{time}`.
  package var made = "Lập lúc {time} theo đồng hồ của máy"
  /// Over the sessions.
  package var meetings = "Buổi học trong ngày"
  /// When there was none.
  package var noMeetings = "Không có buổi học nào."
  /// When there is no room for all; `{count}`, `{turns}`.
  package var moreMeetings = "và {count} buổi khác, {turns} lượt"
  /// Behind a session's title; `{count}`.
  package var turns = "{count} lượt"
  /// The day in figures.
  package var totalTurns = "Lượt học"
  /// Where some were counted without a name; `{heads}`.
  package var totalTurnsWithHeads = "Lượt học ({heads} không ghi tên)"
  package var totalPeople = "Người học"
  package var totalCertificates = "Giấy đã cấp"
  /// Over the figures of the log.
  package var log = "Nhật ký của máy"
  /// The line of the books; `{recorded}`, `{confirmed}`, `{waiting}`.
  package var books = "Đã ghi {recorded} · tỉnh đã xác nhận {confirmed} · chờ gửi {waiting}"
  /// What somebody must look at; `{count}`.
  package var attention = "Cần xem lại: {count}"
  /// The clock; `{quality}`.
  package var clock = "Đồng hồ: {quality}"
  /// What the clock's quality means, from 0 to 4.
  package var clockQualities = [
    "chưa được chỉnh", "chỉ biết không sớm hơn lần ghi trước", "do người trực chỉnh",
    "theo máy chủ giờ", "theo biên nhận của tỉnh",
  ]
  /// Beside the code; `{size}`.
  package var size = "{size} bản ghi, mã gốc"
  /// What the code is for.
  package var hint =
    "Mã QR chứa mốc nhật ký do máy ký. Hãy giữ phiếu này: về sau ai sửa, xóa hay thêm dù chỉ một sự "
    + "kiện trước mốc này cũng bị phát hiện."
  /// What the code is, for those who hear the document.
  package var figure = "Mã QR chứa mốc nhật ký đã ký"
  /// Over the signatures.
  package var keeper = "NGƯỜI TRỰC"
  package var director = "GIÁM ĐỐC"
  /// Under them.
  package var sign = "(Ký, ghi rõ họ tên)"
  /// Across the head of a slip from a kiosk that belongs to no province.
  package var demonstration = "BẢN TRÌNH DIỄN – KHÔNG CÓ GIÁ TRỊ"

  /// The default wording, in Vietnamese.
  package init() {}
}

/// The words on the printer's test page; a word in braces is replaced.
package struct TestPageWords: Codable, Equatable, Sendable {
  /// The title.
  package var title = "Trang in thử"
  /// Which printer it came from; `{printer}`.
  package var printer = "Máy in: {printer}"
  /// What to do with the page.
  package var introduction =
    "Trang này cho biết máy in có in đúng cỡ và đủ nét để giấy chứng nhận đọc được hay không."
  /// Over the rulers.
  package var scaleTitle = "1. Đúng cỡ"
  /// What to measure.
  package var scale =
    "Lấy thước đo hai vạch này: mỗi vạch phải dài đúng 100 mm. Nếu sai, chọn khổ A4 và tỷ lệ 100 % "
    + "(không “vừa trang giấy”) trong cài đặt máy in."
  /// Over the code.
  package var codeTitle = "2. Mã QR"
  /// What to scan.
  package var code =
    "Quét mã bằng điện thoại: phải mở được trang kiểm tra và hiện kết quả TRÌNH DIỄN. Mã in cùng cỡ "
    + "với mã trên giấy chứng nhận."
  /// Over the wedge.
  package var greyTitle = "3. Độ đậm"
  /// What to look at.
  package var grey =
    "Mười ô phải đậm dần và phân biệt được; ô cuối phải đen đều, không có vệt trắng. Nếu nhạt, thay "
    + "hộp mực."
  /// Over the line of letters.
  package var lettersTitle = "4. Chữ"
  /// What to look at.
  package var letters = "Mọi dấu phải rõ, không dính nét, không mất dấu."
  /// Over the frame.
  package var frameTitle = "5. Lề"
  /// What to look at.
  package var frame =
    "Khung ngoài cách mép giấy 8 mm, như khung giấy chứng nhận: phải thấy đủ bốn cạnh, đều nhau."

  /// The default wording, in Vietnamese.
  package init() {}
}

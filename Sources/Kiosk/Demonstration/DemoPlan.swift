import Centre

/// The courses of the demonstration centre with their past and coming sessions.
struct DemoPlan {
  /// One course and when it meets.
  struct Line {
    let course: NewCourse
    /// What each session is about, in order; longer than the past ones when some are still to come.
    let topics: [String]
    /// The past sessions, in days before today.
    let pastDays: [Int64]
    /// Coming sessions, in days after today.
    let comingDays: [Int64]
    /// The hour at which it begins.
    let hour: Int64
    let place: String
    let speaker: String
    let partner: String
    /// How many of a hundred learners come to a session.
    let attendancePercent: Int
    /// Which residents follow it: every n-th from this one on.
    let firstLearner: Int
    let everyLearner: Int
  }

  /// Two hours, as most sessions take.
  static let hoursTenths: Int64 = 20

  /// The four courses.
  static let lines = [literacy, poultry, elderly, land]

  /// The course whose session is open when the kiosk starts.
  static var openLine: Line { land }

  private static let literacy = Line(
    course: NewCourse(
      title: "Xóa mù chữ giai đoạn 1", group: .literacy, hoursTenths: 160, requiredSessions: 8),
    topics: [
      "Làm quen với chữ cái", "Ghép vần", "Đọc từ đơn", "Viết tên mình", "Đọc biển báo",
      "Viết số nhà", "Đọc tin nhắn", "Viết đơn ngắn",
    ],
    pastDays: [36, 29, 22, 15, 8, 1], comingDays: [6, 13], hour: 19,
    place: "Nhà văn hóa xóm 3", speaker: "Cô Đinh Thị Lan", partner: "Hội Liên hiệp Phụ nữ xã",
    attendancePercent: 80, firstLearner: 3, everyLearner: 6)

  private static let poultry = Line(
    course: NewCourse(
      title: "Chăn nuôi gà thả vườn an toàn sinh học", group: .economy, hoursTenths: 60,
      requiredSessions: 3),
    topics: ["Chọn giống và làm chuồng", "Thức ăn tại chỗ", "Phòng bệnh", "Tìm đầu ra"],
    pastDays: [33, 26, 19, 12], comingDays: [], hour: 8, place: "Hội trường UBND xã",
    speaker: "Kỹ sư Vũ Đình Khải", partner: "Trạm Khuyến nông", attendancePercent: 85,
    firstLearner: 0, everyLearner: 2)

  private static let elderly = Line(
    course: NewCourse(
      title: "Chăm sóc sức khỏe người cao tuổi tại nhà", group: .health, hoursTenths: 40,
      requiredSessions: 2),
    topics: ["Huyết áp và đột quỵ", "Dinh dưỡng", "Vận động hằng ngày"], pastDays: [20, 13],
    comingDays: [4], hour: 14, place: "Nhà văn hóa thôn Tập Ninh",
    speaker: "Bác sĩ Tạ Thị Hiền", partner: "Trạm Y tế xã", attendancePercent: 75, firstLearner: 1,
    everyLearner: 3)

  private static let land = Line(
    course: NewCourse(
      title: "Luật Đất đai: quyền của hộ gia đình", group: .law, hoursTenths: 60,
      requiredSessions: 3),
    topics: [
      "Giấy chứng nhận quyền sử dụng đất", "Chuyển nhượng và thừa kế", "Hỏi đáp với tư pháp",
    ],
    pastDays: [14, 7], comingDays: [9], hour: 9, place: "Hội trường UBND xã",
    speaker: "Ông Lã Công Thành", partner: "Ban Tư pháp xã", attendancePercent: 70, firstLearner: 2,
    everyLearner: 4)
}

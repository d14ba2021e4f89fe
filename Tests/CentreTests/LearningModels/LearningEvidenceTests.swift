import Centre
import Testing

@Suite struct LearningEvidenceTests {
  private func visit(
    _ titles: String..., tenths: Int64 = 20, isSelfStudy: Bool = false
  ) -> LearningEvidence.Attended {
    LearningEvidence.Attended(titles: titles, hoursTenths: tenths, isSelfStudy: isSelfStudy)
  }

  @Test func `attendance is summed up as evidence and never as points`() {
    let evidence = LearningEvidence([
      visit("Phòng bệnh mùa hè"), visit("Buổi 2", "Tin học cơ bản", tenths: 25),
      visit("Tự học", tenths: 15, isSelfStudy: true), visit("Tự học", tenths: 0, isSelfStudy: true),
    ])

    #expect(evidence.sessions == LearningEvidence.Sum(visits: 2, hoursTenths: 45))
    #expect(evidence.selfStudy == LearningEvidence.Sum(visits: 2, hoursTenths: 15))
    #expect(evidence.technology == LearningEvidence.Sum(visits: 1, hoursTenths: 25))
    #expect(LearningEvidence([]).sessions == LearningEvidence.Sum())
  }

  @Test(arguments: [
    "Tin học văn phòng", "KỸ NĂNG SỐ cho người cao tuổi", "Dùng điện thoại thông minh an toàn",
    "Cài đặt VNeID", "Lớp CNTT cơ bản", "Chuyển đổi số ở xã", "bình dân học vụ số",
    "Sử dụng trí tuệ nhân tạo",
  ])
  func `such a title speaks of information technology`(_ title: String) {
    #expect(LearningEvidence.isOfTechnology(title))
  }

  @Test(arguments: [
    "Kỹ thuật nuôi ốc nhồi", "Phòng cháy, chữa cháy", "Số học lớp 2", "Xóa mù chữ kỳ 3",
    "Sổ tay nhà nông", "Máy cày và máy gặt", "Mạng lưới hội phụ nữ", "",
  ])
  func `such a title does not`(_ title: String) {
    #expect(!LearningEvidence.isOfTechnology(title))
  }
}

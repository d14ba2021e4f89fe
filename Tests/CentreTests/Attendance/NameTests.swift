import Centre
import Testing

@Suite struct NameTests {
  struct Case: Sendable {
    let name: String
    let folded: String
  }

  static let cases = [
    Case(name: "Đỗ Thị Hạnh", folded: "do thi hanh"),
    Case(name: "Hoà", folded: "hoa"), Case(name: "Hòa", folded: "hoa"),
    Case(name: "  NGUYỄN\u{A0} VĂN   Ứng ", folded: "nguyen van ung"),
    Case(name: "Nguye\u{302}\u{303}n", folded: "nguyen"),
    Case(name: "ĂÂÊÔƠƯĐ ăâêôơưđ", folded: "aaeooud aaeooud"),
    Case(name: "Phượng Quỳnh Diễm Mỹ Nữ", folded: "phuong quynh diem my nu"),
  ]

  @Test(arguments: cases)
  func `folding strips marks, lowers case and joins blanks`(_ item: Case) {
    #expect(Name.folded(item.name) == item.folded)
  }

  @Test func `every letter of the Vietnamese alphabet folds to ASCII`() {
    let letters =
      "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ"
    for letter in letters + letters.uppercased() {
      let folded = Name.folded(String(letter))
      #expect(folded.utf8.count == 1, "\(letter) became \(folded)")
      #expect("aeiouyd".contains(folded))
    }
  }

  @Test func `a tidy name has single blanks and one byte form`() {
    let tidy = Name.tidied("  Nguye\u{302}\u{303}n\t Văn  A ")

    #expect(Array(tidy.utf8) == Array("Nguyễn Văn A".utf8))
    #expect(Name.given("Đỗ Thị Hạnh") == "Hạnh")
  }
}

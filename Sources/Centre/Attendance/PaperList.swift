/// Who stands on a printed list, and in which order.
package enum PaperList {
  /// The most people on one list, about seventy pages; a village fits.
  package static let mostPeople = 1_000
  /// The most blank rows.
  package static let mostBlanks = 60

  /// The order of a printed list: village by village, and in each by given name as Vietnamese lists
  /// go. A list of one course is not parted by village.
  package static func sorted(_ residents: [Resident], byVillage: Bool) -> [Resident] {
    residents.map { (village: byVillage ? Name.folded($0.village) : "", NameOrder($0.name), $0) }
      .sorted { ($0.0, $0.1, $0.2.id) < ($1.0, $1.1, $1.2.id) }.map(\.2)
  }

  /// What tells namesakes apart: "1985 · Xóm 3"; empty where nothing is known.
  package static func about(_ resident: Resident) -> String {
    [resident.birthYear.map(String.init) ?? "", resident.village].filter { !$0.isEmpty }
      .joined(separator: " · ")
  }

  /// Whether somebody can stand on a list: has a name and a card.
  package static func includes(_ resident: Resident) -> Bool {
    !resident.isErased && !resident.name.isEmpty && !resident.cardDigits.isEmpty
  }
}

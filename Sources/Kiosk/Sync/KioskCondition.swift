/// How a kiosk is, as it tells its province with each hello, so that people there see who needs help.
package struct KioskCondition: Equatable, Sendable {
  /// Percent of its disk that is used; nil when the disk cannot be asked.
  package var diskPercent: Int?
  /// What waits for somebody here, as codes (`Need.code`).
  package var attention: [String]
  /// Which epoch of its log it writes; nil while there was but one.
  package var epoch: Int64?
  /// The number of the bulletin that it holds; nil before the first.
  package var bulletin: Int64?

  /// A condition of known parts.
  package init(
    diskPercent: Int? = nil, attention: [String] = [], epoch: Int64? = nil, bulletin: Int64? = nil
  ) {
    self.diskPercent = diskPercent
    self.attention = attention
    self.epoch = epoch
    self.bulletin = bulletin
  }
}

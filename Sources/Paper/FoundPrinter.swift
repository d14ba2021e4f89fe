/// A printer that answered a search, ready to be chosen.
package struct FoundPrinter: Hashable, Sendable {
  /// Its name, as people gave it: "Văn phòng" or "HP_LaserJet".
  package let name: String
  /// Where documents go: an ipp:// or ipps:// address.
  package let address: String
  /// What it is: "HP LaserJet Pro M404dn"; empty when it does not say.
  package let model: String
  /// Where it stands; empty when nobody wrote it down.
  package let location: String

  /// Makes one from its parts; nothing is checked here.
  package init(name: String, address: String, model: String, location: String) {
    self.name = name
    self.address = address
    self.model = model
    self.location = location
  }
}

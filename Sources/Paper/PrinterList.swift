import CCUPS
import COnDemand
import Glibc

/// The printers that can be reached from here: the queues of CUPS, and printers that announce
/// themselves on the network (DNS-SD through Avahi).
///
/// Neither service has to run: then the list is shorter and says which one is missing.
package struct PrinterList: Equatable, Sendable {
  /// What was found, by name.
  package let printers: [FoundPrinter]
  /// Whether a CUPS server answered.
  package let hasQueues: Bool
  /// Whether the service that hears announcements runs.
  package let hasAnnouncements: Bool

  /// The most printers listed: a hall has one or two, a school network a few dozen.
  package static let mostPrinters = 64

  /// Makes a list from its parts.
  package init(printers: [FoundPrinter], hasQueues: Bool, hasAnnouncements: Bool) {
    self.printers = printers
    self.hasQueues = hasQueues
    self.hasAnnouncements = hasAnnouncements
  }

  /// Looks for printers; blocks for about `seconds`, plus as much again for those whose address has
  /// to be asked for. Throws `unreachable` when CUPS' library is not installed.
  package static func search(seconds: Int = 4) throws(PrintError) -> PrinterList {
    guard on_demand_printing() != 0 else {
      throw PrintError(
        operation: "look for printers", code: .unreachable,
        message: "CUPS' library is not installed. Install Debian's package libcups2.")
    }
    let milliseconds = Int32(seconds * 1000)
    var destinations = Destinations()
    withUnsafeMutablePointer(to: &destinations) { found in
      _ = cupsEnumDests(
        UInt32(CUPS_DEST_FLAGS_NONE), milliseconds, nil, 0, 0,
        { found, flags, destination in
          guard let found, let destination else { return 0 }
          return found.assumingMemoryBound(to: Destinations.self).pointee
            .take(destination, isGone: flags & UInt32(CUPS_DEST_FLAGS_REMOVED) != 0) ? 1 : 0
        }, found)
    }
    defer { destinations.free() }
    return PrinterList(
      printers: destinations.printers(resolvingMilliseconds: milliseconds),
      hasQueues: isServerThere(),
      hasAnnouncements: access("/run/avahi-daemon/socket", F_OK) == 0)
  }

  private static func isServerThere() -> Bool {
    guard
      let http = httpConnect2(
        cupsServer(), ippPort(), nil, AF_UNSPEC, HTTP_ENCRYPTION_IF_REQUESTED, 1, 1000, nil)
    else { return false }
    httpClose(http)
    return true
  }
}

/// CUPS' own list of what it met, copied out of its callback.
private struct Destinations {
  private var count: Int32 = 0
  private var list: UnsafeMutablePointer<cups_dest_t>?

  /// Takes one destination; `false` when there are enough.
  mutating func take(_ destination: UnsafeMutablePointer<cups_dest_t>, isGone: Bool) -> Bool {
    if !isGone { count = cupsCopyDest(destination, count, &list) }
    return count < PrinterList.mostPrinters
  }

  /// Those that have an address, by name; one that only announced a name is asked where it is.
  func printers(resolvingMilliseconds: Int32) -> [FoundPrinter] {
    guard let list else { return [] }
    var found: Set<FoundPrinter> = []
    for index in 0..<Int(count) {
      let destination = list + index
      guard let address = Self.address(of: destination, resolvingMilliseconds) else { continue }
      let name = destination.pointee.name.map { String(cString: $0) } ?? ""
      let info = Self.option("printer-info", of: destination)
      found.insert(
        FoundPrinter(
          name: info.isEmpty ? name : info, address: address,
          model: Self.option("printer-make-and-model", of: destination),
          location: Self.option("printer-location", of: destination)))
    }
    return found.sorted { ($0.name, $0.address) < ($1.name, $1.address) }
  }

  mutating func free() {
    cupsFreeDests(count, list)
    (count, list) = (0, nil)
  }

  private static func address(
    of destination: UnsafeMutablePointer<cups_dest_t>, _ milliseconds: Int32
  ) -> String? {
    let queue = option("printer-uri-supported", of: destination)
    var address = queue.isEmpty ? option("device-uri", of: destination) : queue
    if address.contains("._tcp") {
      var resource = [CChar](repeating: 0, count: 1024)
      let http = cupsConnectDest(
        destination, UInt32(CUPS_DEST_FLAGS_DEVICE), milliseconds, nil, &resource, resource.count,
        nil, nil)
      if let http { httpClose(http) }
      address = option("resolved-device-uri", of: destination)
    }
    return address.hasPrefix("ipp://") || address.hasPrefix("ipps://") ? address : nil
  }

  private static func option(
    _ name: String, of destination: UnsafeMutablePointer<cups_dest_t>
  ) -> String {
    let value = cupsGetOption(
      name, destination.pointee.num_options, destination.pointee.options)
    return value.map { String(cString: $0) } ?? ""
  }
}

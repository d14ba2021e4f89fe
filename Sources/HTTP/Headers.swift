/// One header field as it stands on the wire.
package struct Header: Hashable, Sendable {
  /// The field's name, in the case it was written.
  package let name: String
  /// The field's value without surrounding white space.
  package let value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// Header fields in order, found by name without regard to case (RFC 9110 section 5.1).
///
/// The headers of a request being served are looked up in libmicrohttpd's own memory when asked for,
/// and copied only if the request outlives its exchange.
package struct Headers: Sendable {
  private enum Storage: Sendable {
    case list([Header])
    case live(LiveHeaders)
  }

  private var storage: Storage

  package init(_ list: [Header] = []) {
    storage = .list(list)
  }

  init(live: LiveHeaders) {
    storage = .live(live)
  }

  /// Every field in order of arrival.
  package var all: [Header] {
    switch storage {
    case .list(let list): list
    case .live(let live): live.all
    }
  }

  /// The first value under `name`, or nil. Assigning replaces every field of that name; nil removes.
  package subscript(name: String) -> String? {
    get {
      switch storage {
      case .list(let list): list.first { equalsIgnoringCase($0.name, name) }?.value
      case .live(let live): live.value(of: name)
      }
    }
    set {
      var list = all
      list.removeAll { equalsIgnoringCase($0.name, name) }
      if let newValue {
        list.append(Header(name, newValue))
      }
      storage = .list(list)
    }
  }

  /// All values under `name` in order; several `Set-Cookie` fields are the usual case.
  package func values(of name: String) -> [String] {
    all.filter { equalsIgnoringCase($0.name, name) }.map(\.value)
  }

  /// Adds a field and keeps those of the same name.
  package mutating func add(_ name: String, _ value: String) {
    storage = .list(all + [Header(name, value)])
  }
}

extension Headers: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, String)...) {
    self.init(elements.map { Header($0.0, $0.1) })
  }
}

extension Headers: Equatable {
  package static func == (left: Headers, right: Headers) -> Bool {
    left.all == right.all
  }
}

/// ASCII comparison without regard to case, as header names and cookie attributes want it.
func equalsIgnoringCase(_ left: String, _ right: String) -> Bool {
  let (left, right) = (left.utf8, right.utf8)
  guard left.count == right.count else { return false }
  return zip(left, right).allSatisfy { lowercased($0) == lowercased($1) }
}

/// The lower-case form of an ASCII letter; any other byte unchanged.
func lowercased(_ byte: UInt8) -> UInt8 {
  (65...90).contains(byte) ? byte | 0x20 : byte
}

package import Evidence

/// What is erased in a log, as any copy of it knows it.
package struct Erased: Equatable, Sendable {
  /// The persons.
  package var persons: Set<ErasedPerson>
  /// The notices whose words are gone.
  package var notices: Set<ErasedNotice>

  /// What is erased; without arguments, nothing.
  package init(persons: Set<ErasedPerson> = [], notices: Set<ErasedNotice> = []) {
    self.persons = persons
    self.notices = notices
  }

  /// Whether nothing is.
  package var isEmpty: Bool { persons.isEmpty && notices.isEmpty }

  /// Both together.
  package func union(_ other: Erased) -> Erased {
    Erased(
      persons: persons.union(other.persons), notices: notices.union(other.notices))
  }

  /// What is not in the other.
  package func subtracting(_ other: Erased) -> Erased {
    Erased(
      persons: persons.subtracting(other.persons), notices: notices.subtracting(other.notices))
  }
}

/// An erased person as any copy of the log knows them: the event that registered them is the same in
/// all, and its hash tells it from another person's under the same pseudonym after a restore.
package struct ErasedPerson: Hashable, Sendable {
  /// The name that the log uses for the person.
  package let pseudonym: String
  /// The position of the event that registered them.
  package let addSeq: Int64
  /// That event's leaf.
  package let leaf: Digest

  /// An erased person.
  package init(pseudonym: String, addSeq: Int64, leaf: Digest) {
    self.pseudonym = pseudonym
    self.addSeq = addSeq
    self.leaf = leaf
  }
}

/// A notice whose words were erased, as any copy of the log knows it: by the event that posted it.
package struct ErasedNotice: Hashable, Sendable {
  /// The position of the event that posted it.
  package let seq: Int64
  /// That event's leaf.
  package let leaf: Digest

  /// An erased notice.
  package init(seq: Int64, leaf: Digest) {
    self.seq = seq
    self.leaf = leaf
  }
}

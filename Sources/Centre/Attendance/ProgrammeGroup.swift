/// The programme a course belongs to: literacy, one of the five groups of courses that answer
/// residents' needs, or another.
package enum ProgrammeGroup: String, CaseIterable, Sendable {
  case literacy
  case law
  case cultureSociety
  case environment
  case health
  case economy
  case other
}

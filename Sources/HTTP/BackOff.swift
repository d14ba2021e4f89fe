/// How long to wait after a failure: a random time below a bound that doubles with every failure up
/// to the cap, so that those who lost a server together do not come back together.
package struct BackOff: Sendable {
  /// The bound after the first failure, seconds.
  package let unitSeconds: Int
  /// The largest bound, seconds.
  package let mostSeconds: Int

  /// A rule with these bounds.
  package init(unitSeconds: Int, mostSeconds: Int) {
    self.unitSeconds = unitSeconds
    self.mostSeconds = mostSeconds
  }

  /// The wait after `failures` failures in a row, milliseconds.
  package func delayMilliseconds(
    failures: Int, using random: inout some RandomNumberGenerator
  ) -> Int64 {
    let doublings = min(max(0, failures - 1), 16)
    let bound = min(Int64(mostSeconds), Int64(unitSeconds) << doublings) * 1_000
    return Int64.random(in: 0...bound, using: &random)
  }
}

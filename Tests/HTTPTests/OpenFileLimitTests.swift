import Glibc
import Testing

@testable import HTTP

@Suite struct OpenFileLimitTests {
  @Test(arguments: [
    (4_096, 1_048_576, 4_096), (4_096, 4_168, 4_096), (4_096, 4_167, 4_095), (4_096, 1_024, 952),
    (4_096, 16, 1), (1, 1_024, 1),
  ])
  func `as many connections as are wanted, or as the files leave room for`(
    _ wanted: Int, _ files: Int, _ expected: Int
  ) {
    #expect(OpenFileLimit.connections(wanted: wanted, files: files, others: 8) == expected)
  }

  @Test func `the limit is raised as far as this process may`() {
    let files = OpenFileLimit.raise()

    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    #expect(limit.rlim_cur == limit.rlim_max)
    #expect(files == Int(clamping: limit.rlim_max))
  }
}

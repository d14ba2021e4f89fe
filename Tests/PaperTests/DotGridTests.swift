import Testing

@testable import Paper

@Suite struct DotGridTests {
  @Test(arguments: 1...17)
  func `a code stays within 33 mm in whole dots of at least 0.38 mm`(_ version: Int) {
    let width = 17 + 4 * version

    let grid = DotGrid(symbolModules: width, sideMillimetres: 33)

    let module = Double(grid.moduleDots) * 25.4 / 600
    #expect(module * Double(width) <= 33)
    #expect(module >= DotGrid.finestModuleMillimetres)
  }

  @Test func `the typical code falls on the dots of a 300 dpi printer too`() {
    #expect(DotGrid(symbolModules: 77, sideMillimetres: 33).moduleDots == 10)
    #expect(DotGrid(symbolModules: 85, sideMillimetres: 33).moduleDots == 9)
  }

  @Test func `a code starts on a whole dot, of 300 dpi where its modules are whole there`() {
    let even = DotGrid(symbolModules: 77, sideMillimetres: 33)
    let odd = DotGrid(symbolModules: 85, sideMillimetres: 33)

    #expect(abs(even.snap(68.03) - 283 * 0.24) < 1e-9)
    #expect(abs(odd.snap(68.03) - 567.05 * 0.12) < 1e-9)
    #expect(abs(DotGrid.wholeDots(millimetres: 297) - 841.92) < 1e-9)
  }

  @Test func `neighbouring dark modules are drawn as one`() {
    #expect(Canvas.darkRuns([true, true, false, true]) == [0..<2, 3..<4])
    #expect(Canvas.darkRuns([false, false]).isEmpty)
  }
}

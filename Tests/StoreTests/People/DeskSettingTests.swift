import Evidence
import Testing

@testable import Store

@Suite struct DeskSettingTests {
  @Test func `a value set at the desk is kept and in the log, and may be given back`() throws {
    let test = try TestStore()
    let name = "printer.address"
    #expect(try test.store.setting(name) == nil)

    try test.store.setSetting(name, "ipp://a/ipp/print", now: test.now)
    try test.store.setSetting(name, "ipp://b/ipp/print", now: test.now)
    let size = try test.store.logSize()
    try test.store.setSetting(name, "ipp://b/ipp/print", now: test.now)
    #expect(try test.store.logSize() == size)
    try test.reopen()
    #expect(try test.store.setting(name) == "ipp://b/ipp/print")
    #expect(try Store.setting(name, inDirectory: test.directory) == "ipp://b/ipp/print")
    #expect(try Store.setting(name, inDirectory: test.directory + "-none") == nil)
    try test.store.setSetting(name, nil, now: test.now)
    #expect(try Store.setting(name, inDirectory: test.directory) == nil)

    #expect(try test.store.setting(name) == nil)
    let last = try test.store.event(at: try test.store.logSize() - 1)
    #expect(last?.kind == "setting.set")
    #expect(last?.fields["f"]?.text == name)
    #expect(last?.fields["w"] == nil)
    let set = try test.store.event(at: size - 1)
    #expect(set?.fields["w"]?.text == "ipp://b/ipp/print")
  }
}

import Store
import Testing

@testable import Kiosk

/// What commands say of files that cannot be used.
@Suite struct StartErrorTests {
  @Test(arguments: [
    ("/data/keys/roots.json", "cannot use the data directory: /data/keys/roots.json: is a trial"),
    ("/data", "cannot use the data directory: /data: is a trial"),
    ("/media/stick/backup.tar", "/media/stick/backup.tar: is a trial"),
    ("/database", "/database: is a trial"),
  ])
  func `only its own files are the data directory's trouble`(path: String, sentence: String) {
    let error = StartError(FileError("open", path: path, reason: "is a trial"), data: "/data")

    #expect(error.message == sentence)
    #expect(error.reason == .disk)
  }

  @Test func `a folder without a database is told from one that cannot be written`() throws {
    let error = #expect(throws: StoreError.self) {
      _ = try Store.logNotes(inDirectory: "/nowhere/data")
    }

    #expect(error?.cause == .absent)
    let message = StartError(try #require(error), data: "/nowhere/data").message
    #expect(message.hasPrefix("there is no /nowhere/data/kiosk.sqlite"))
    #expect(message.contains("--data"))
  }
}

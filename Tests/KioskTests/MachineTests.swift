import Evidence
import Foundation
import Synchronization
import Testing

@testable import Kiosk

@Suite struct MachineTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = "\(NSTemporaryDirectory())/machine-\(UInt64.random(in: 0 ... .max))"
    try Files.makeDirectory(folder, mode: 0o700)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test func `a boot is counted once, whatever the program does in it`() throws {
    try withFolder { folder in
      let boots = try ["a", "a", "b", "b", "a"].map {
        try BootRecord.current(in: folder, kernelID: $0).boot
      }

      #expect(boots == [1, 1, 2, 2, 3])
    }
  }

  @Test func `the floor of the last run holds in the next`() throws {
    try withFolder { folder in
      var record = try BootRecord.current(in: folder, kernelID: "a")
      record.floorMilliseconds = 4_000_000_000_000
      try record.write(to: folder)

      let next = try BootRecord.current(in: folder, kernelID: "b")

      #expect(next.floorMilliseconds == 4_000_000_000_000)
    }
  }

  @Test func `keys are made once and are for the service only`() throws {
    try withFolder { folder in
      let first = try Keys(data: folder)
      let second = try Keys(data: folder)

      #expect(first.device.publicKey == second.device.publicKey)
      #expect(first.log == second.log)
      #expect(first.identityHash("037085001234") == second.identityHash("037085001234"))
      for name in ["device.key", "identity.key"] {
        let attributes = try FileManager.default.attributesOfItem(
          atPath: "\(folder)/keys/\(name)")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
      }
    }
  }

  @Test(arguments: [0o640, 0o604, 0o620, 0o601])
  func `a key that others may read or write is refused by name`(mode: Int) throws {
    try withFolder { folder in
      for name in ["device.key", "identity.key"] {
        _ = try Keys(data: folder)
        let path = "\(folder)/keys/\(name)"
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)

        let error = #expect(throws: FileError.self) { try Keys(data: folder) }

        #expect(error?.message.contains(name) ?? false)
        #expect(error?.message.contains(String(mode, radix: 8)) ?? false)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      }
    }
  }

  @Test func `keys that systemd hands over come first and are only read`() throws {
    try withFolder { folder in
      let key = SigningKey()
      let given = "\(folder)/credentials"
      try Files.makeDirectory(given, mode: 0o700)
      // Where an access control list lets the service in, its mask shows as the group's.
      try Files.write(Hex.encode(key.seed) + "\n", to: "\(given)/device.key", mode: 0o440)
      try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: given)

      let keys = try Keys(data: folder, credentials: given)
      let again = try Keys(data: folder, credentials: given)

      #expect(keys.device.publicKey == key.publicKey)
      #expect(again.identityHash("037085001234") == keys.identityHash("037085001234"))
      #expect(!Files.exists("\(folder)/keys/device.key"))
      #expect(Files.exists("\(folder)/keys/identity.key"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: given) == ["device.key"])
    }
  }

  @Test func `a credential that everybody may read is refused`() throws {
    try withFolder { folder in
      let path = "\(folder)/device.key"
      try Files.write(Hex.encode(SigningKey().seed) + "\n", to: path, mode: 0o444)

      let error = #expect(throws: FileError.self) { try Keys(data: folder, credentials: folder) }

      #expect(error?.message.contains("device.key") ?? false)
    }
  }

  @Test func `a damaged key file is named`() throws {
    try withFolder { folder in
      _ = try Keys(data: folder)
      try Files.write("abcd\n", to: "\(folder)/keys/device.key")

      let error = #expect(throws: FileError.self) { try Keys(data: folder) }

      #expect(error?.message.contains("device.key") ?? false)
    }
  }

  @Test func `a worker runs when it is woken and ends when it is stopped`() {
    let runs = Mutex(0)
    let ran = DispatchSemaphore(value: 0)
    let worker = Worker(name: "test") {
      runs.withLock { $0 += 1 }
      ran.signal()
      return 3_600
    }

    worker.start()
    ran.wait()
    worker.wake()
    ran.wait()
    worker.stop(withinSeconds: 10)

    #expect(runs.withLock { $0 } == 2)
  }
}

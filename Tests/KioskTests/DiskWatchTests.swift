import Centre
import Evidence
import Foundation
import Glibc
import Store
import Synchronization
import Testing

@testable import Kiosk

@Suite struct DiskWatchTests {
  private final class Room: Sendable {
    let free = Mutex<UInt64>(200 << 20)
  }

  /// A disk that is as full as the test says, apart from the reserve, which takes real room on it.
  private final class Disk: Sendable {
    let folder = "\(NSTemporaryDirectory())/disk-\(UInt64.random(in: 0 ... .max))"
    private let room: Room
    let watch: DiskWatch
    let reserve: DiskReserve

    init(reserve: Int = 1 << 20) throws {
      try Files.makeDirectory(folder, mode: 0o750)
      let settings = try Settings(text: "[limits]\nreserveBytes = \(reserve)", file: "test")
      let room = Room()
      self.room = room
      let watch = DiskWatch(directory: folder, limits: settings.limits)
      let held = DiskReserve(directory: folder, bytes: reserve)
      watch.measure.withLock {
        $0 = { [room] in
          let taken: UInt64 = held.isHeld ? UInt64(reserve) : 0
          let left = room.free.withLock { $0 }
          return DiskUsage(
            freeBytes: left > taken ? left - taken : 0, usedBytes: (400 << 20) - left + taken)
        }
      }
      self.watch = watch
      self.reserve = held
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var isReserved: Bool { reserve.isHeld }
    func leave(_ bytes: UInt64) { room.free.withLock { $0 = bytes } }
  }

  @Test func `the reserve takes its room at the start and once only`() throws {
    let disk = try Disk()
    #expect(disk.watch.restore() && disk.watch.restore())
    #expect(disk.isReserved)
    var status = stat()
    stat("\(disk.folder)/\(DiskReserve.fileName)", &status)
    #expect(status.st_size == 1 << 20)
    #expect(Int(status.st_blocks) * 512 >= 1 << 20, "the blocks are taken, not only named")
  }

  @Test func `a full disk gives the reserve up and takes no records until there is room for both`()
    throws
  {
    let disk = try Disk()
    disk.watch.restore()
    disk.leave(0)

    disk.watch.noteFull()
    #expect(!disk.isReserved)
    #expect(disk.watch.state == .full && !disk.watch.takesRecords)
    // What the reserve gave up is for deleting: it alone brings no records back.
    disk.leave(2 << 20)
    #expect(!disk.watch.takesRecords && !disk.isReserved)
    disk.leave(6 << 20)
    #expect(disk.watch.takesRecords && disk.isReserved)
    #expect(disk.watch.state == .nearlyFull)
  }

  @Test func `a disk without room for the reserve at the start still takes records`() throws {
    let disk = try Disk()
    disk.leave(3 << 20)
    #expect(disk.watch.restore() && !disk.isReserved)
    #expect(disk.watch.takesRecords)
    disk.leave(100 << 20)
    disk.watch.restore()
    #expect(disk.isReserved)
  }

  @Test func `a disk that never had room for the reserve mends itself with a little`() throws {
    let disk = try Disk(reserve: 512 << 20)
    #expect(disk.watch.restore() && !disk.isReserved)
    disk.leave(0)
    disk.watch.noteFull()
    #expect(!disk.watch.takesRecords)
    disk.leave(DiskWatch.marginBytes)
    #expect(disk.watch.takesRecords)
  }

  @Test func `a restart on a full disk does not eat the room that was given up`() throws {
    let disk = try Disk()
    disk.watch.restore()
    disk.leave(1 << 20)
    disk.watch.noteFull()

    let settings = try Settings(text: "[limits]\nreserveBytes = 1048576", file: "test")
    let again = DiskWatch(directory: disk.folder, limits: settings.limits)
    again.measure.withLock { $0 = { DiskUsage(freeBytes: 1 << 20, usedBytes: 1) } }
    #expect(again.isFull && !again.takesRecords)
    again.measure.withLock { $0 = { DiskUsage(freeBytes: 9 << 20, usedBytes: 1) } }
    #expect(again.takesRecords && disk.isReserved)
  }

  @Test func `without a reserve the next write itself finds out`() throws {
    let disk = try Disk(reserve: 0)
    #expect(disk.watch.restore() && !disk.isReserved)
    disk.watch.noteFull()
    #expect(disk.watch.takesRecords)
  }

  @Test(
    arguments: [
      (0, 100, 100), (15, 85, 85), (16, 84, 84), (1, 999_999, 100), (100, 0, 0), (0, 0, 100),
    ] as [(UInt64, UInt64, Int)])
  func `what is in use is rounded up, as df does`(free: UInt64, used: UInt64, percent: Int) {
    #expect(DiskUsage(freeBytes: free, usedBytes: used).percent == percent)
  }

  @Test
  func `a kiosk on a full disk refuses records plainly, lets staff in, and goes on by itself`()
    throws
  {
    let bed = try Bed()
    let resident = try bed.addResident()
    _ = try bed.desk.store.createUser(
      name: "Mai", role: .director,
      passwordHash: PasswordHash(of: "hoc suot doi", cost: 10).text, now: bed.now)
    bed.desk.watchDisk()
    let bytes = UInt64(bed.desk.settings.limits.reserveBytes)
    bed.desk.disk.measure.withLock { $0 = { DiskUsage(freeBytes: bytes, usedBytes: 1) } }
    bed.desk.disk.noteFull()

    let refusal = #expect(throws: StoreError.self) {
      try bed.desk.checkIn(resident: resident.id, source: .search)
    }
    #expect(refusal?.isDiskFull == true)
    #expect(!bed.desk.health.canSave)
    #expect(try bed.desk.needs().first == .diskFull)
    #expect(bed.desk.condition().attention.first == "diskFull")
    guard case .signedIn = try bed.desk.signIn(name: "Mai", password: "hoc suot doi", address: "t")
    else {
      Issue.record("staff cannot sign in")
      return
    }
    bed.desk.disk.measure.withLock { $0 = { DiskUsage(freeBytes: 2 * bytes, usedBytes: 1) } }
    bed.desk.watchDisk()

    #expect(bed.desk.health.canSave)
    guard case .welcome(_) = try bed.desk.checkIn(resident: resident.id, source: .search) else {
      Issue.record("no welcome")
      return
    }
    #expect(try bed.desk.store.integrityCheck().isEmpty)
  }
}

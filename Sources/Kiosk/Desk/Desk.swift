import Evidence
package import Paper
package import Store
import Synchronization

/// The use cases of the kiosk, each one method: what a page, a scanner or a command asks for.
/// Every method blocks until what it did is on disk, and may be called from any thread.
package final class Desk: Sendable {
  /// Everything that is recorded; pages read from it.
  package let store: Store
  /// The configuration in force.
  package let settings: Settings
  /// The time.
  package let clock: Clock
  /// What judges that time and can be told it; nil where the time is only read.
  let timekeeper: Timekeeper?
  /// The keys of this kiosk.
  let keys: Keys
  /// What draws certificates, cards, lists and the test page.
  let papers: Papers
  /// The codes read within the last seconds.
  let readings = RecentReadings()
  /// What opens residents' own pages.
  let ownKeys = OwnKeys()
  /// What was read from paper lists since the start.
  let paperTrail = PaperTrail()
  /// The check-in screens that are open, to be told what the service itself has read.
  let screens: ScreenFeed
  /// The codes for which those screens ask "which session?".
  let choices: OpenChoices
  /// What reads the frames of those screens' cameras.
  let camera = CameraSight()
  /// The scanners that the service reads, as they were last seen.
  let scanners: Mutex<[ScannerState]> = Mutex([])
  /// The one-time code of the first start, while there is no user.
  let setUpCode: Mutex<SetUpCode?> = Mutex(nil)
  /// The file that shows that code.
  let setUpFile: Mutex<String?> = Mutex(nil)
  /// Held while a picture from outside is decoded, which takes much memory: one at a time.
  let pictureReading = Mutex(())
  /// What makes the printing look at its queue now.
  let wakePrinting: Mutex<@Sendable () -> Void> = Mutex {}
  /// What makes the transfer to the province go now, whatever its plan says.
  let wakeSync: Mutex<@Sendable () -> Void> = Mutex {}
  /// The room on the disk, and the reserve that keeps some.
  package let disk: DiskWatch
  /// The class that certificates are being issued to.
  let issuing: Mutex<IssueQueue?> = Mutex(nil)
  /// What makes the issuing go on now.
  let wakeIssuing: Mutex<@Sendable () -> Void> = Mutex {}
  /// What the printer last said of itself; nil before the first answer.
  let printerReport: Mutex<PrinterReport?> = Mutex(nil)
  /// Whether the printing shall ask the printer again.
  let isPrinterAsked: Mutex<Bool> = Mutex(true)
  /// The document being made for the printer: which job, and how many pages of it are drawn.
  let printProgress: Mutex<PrintProgress?> = Mutex(nil)
  /// The last search for printers.
  let printerSearch: Mutex<PrinterSearch> = Mutex(PrinterSearch())
  /// What makes that search begin now.
  let wakePrinterSearch: Mutex<@Sendable () -> Void> = Mutex {}
  /// The stick that is being written, or was written last since the start.
  let stickJob: Mutex<StickJob?> = Mutex(nil)
  /// What makes that writing begin now.
  let wakeStick: Mutex<@Sendable () -> Void> = Mutex {}
  /// Whether the browser at the door is alive.
  package let screen: ScreenWatch
  /// What the check after start found.
  let damage: Mutex<[String]> = Mutex([])
  /// Whether the last attempt to save met a full or read-only disk.
  let hasFailedToSave: Mutex<Bool> = Mutex(false)

  /// A desk over an open store.
  package init(
    store: Store, settings: Settings, clock: Clock, keys: Keys, papers: Papers = Papers(),
    timekeeper: Timekeeper? = nil
  ) {
    self.timekeeper = timekeeper
    self.store = store
    self.settings = settings
    self.clock = clock
    self.keys = keys
    self.papers = papers
    screen = ScreenWatch(silentSeconds: settings.checkIn.silentScreenSeconds)
    screens = ScreenFeed(most: settings.limits.screens)
    choices = OpenChoices(
      lastsSeconds: 2 * settings.checkIn.formSeconds,
      startedMilliseconds: clock.read().bootMilliseconds)
    let disk = DiskWatch(directory: store.directory, limits: settings.limits)
    self.disk = disk
    store.onFullDisk { disk.noteFull() }
  }
}

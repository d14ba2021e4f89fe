import Glibc

/// The device files of scanners: opened without waiting, for this program alone.
enum ScannerFile {
  // The calls of ioctl(2) that Swift's header does not show, by asm-generic/ioctls.h and linux/input.h.
  private static let exclusiveUse: UInt = 0x540C  // TIOCEXCL
  private static let grab: UInt = 0x4004_4590  // EVIOCGRAB

  /// Opens a scanner; the caller closes it.
  static func open(_ place: ScannerPlace, path: String, baud: Int) throws(ScannerError) -> Int32 {
    let file = try openPlainly(place, path)
    do throws(ScannerError) {
      switch place.kind {
      case .serial: try prepareSerial(file, path, baud: baud)
      case .evdev: try prepareInput(file, path)
      }
      return file
    } catch {
      close(file)
      throw error
    }
  }

  /// Whether a scanner could be opened now, without taking it from whoever reads it.
  static func tryOpening(_ place: ScannerPlace, path: String) throws(ScannerError) {
    close(try openPlainly(place, path))
  }

  /// The group whose members may open a device file; nil where it has no name.
  static func group(of path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0, let group = getgrgid(status.st_gid) else { return nil }
    return String(cString: group.pointee.gr_name)
  }

  private static func openPlainly(
    _ place: ScannerPlace, _ path: String
  ) throws(ScannerError) -> Int32 {
    let mode = place.kind == .serial ? O_RDWR : O_RDONLY
    let file = Glibc.open(path, mode | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard file >= 0 else { throw ScannerError("open \(path)") }
    return file
  }

  /// Eight bits without echo or translation; nobody else may open it, and what lay in it before is gone.
  private static func prepareSerial(
    _ file: Int32, _ path: String, baud: Int
  ) throws(ScannerError) {
    var mode = termios()
    guard ioctl(file, exclusiveUse) == 0 else { throw ScannerError("take \(path) for itself") }
    guard tcgetattr(file, &mode) == 0 else { throw ScannerError("ask \(path) for its mode") }
    cfmakeraw(&mode)
    mode.c_cflag |= tcflag_t(CLOCAL | CREAD)
    mode.c_cflag &= ~tcflag_t(CSTOPB)
    guard cfsetspeed(&mode, speed(of: baud)) == 0, tcsetattr(file, TCSANOW, &mode) == 0 else {
      throw ScannerError("set the mode of \(path)")
    }
    tcflush(file, TCIFLUSH)
  }

  /// The keys reach nobody else, above all not the browser, which would read every code twice.
  private static func prepareInput(_ file: Int32, _ path: String) throws(ScannerError) {
    guard ioctl(file, grab, 1) == 0 else { throw ScannerError("take \(path) for itself") }
  }

  /// The kernel's number of a speed; those that are not listed are refused with the settings.
  private static func speed(of baud: Int) -> speed_t {
    speeds[baud].map { speed_t($0) } ?? speed_t(B9600)
  }

  /// The speeds that scanners offer.
  static let speeds: [Int: Int32] = [
    1_200: B1200, 2_400: B2400, 4_800: B4800, 9_600: B9600, 19_200: B19200, 38_400: B38400,
    57_600: B57600, 115_200: B115200,
  ]
}

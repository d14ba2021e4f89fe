import Glibc

/// Asks the person at the controlling terminal, wherever standard input and output lead.
enum Terminal {
  /// One line that is not shown while it is typed.
  /// - Parameter option: what else gives it, for whoever has no terminal.
  /// - Throws: `Refused` when there is no terminal, or for Ctrl-C.
  static func secret(prompt: String, option: String) throws(Refused) -> String {
    let descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Refused(.rootNoTerminal, ["option": option])
    }
    defer { close(descriptor) }
    var before = termios()
    guard tcgetattr(descriptor, &before) == 0 else {
      throw Refused(.rootOpenTerminal)
    }
    var hidden = before
    // Without ISIG an interrupt arrives as a character, so that the echo is always put back.
    hidden.c_lflag &= ~tcflag_t(ECHO | ECHONL | ISIG)
    guard tcsetattr(descriptor, TCSAFLUSH, &hidden) == 0 else {
      throw Refused(.rootOpenTerminal)
    }
    say(prompt, descriptor)
    let bytes = line(descriptor)
    tcsetattr(descriptor, TCSAFLUSH, &before)
    say("\n", descriptor)
    let interrupt: UInt8 = 3
    guard !bytes.contains(interrupt), let text = String(validating: bytes, as: UTF8.self) else {
      throw Refused(.rootPassphraseNotGiven)
    }
    return text
  }

  private static func line(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while bytes.count <= Passphrase.byteLimit, read(descriptor, &byte, 1) == 1, byte != 10 {
      bytes.append(byte)
    }
    return bytes
  }

  private static func say(_ text: String, _ descriptor: Int32) {
    let bytes = Array(text.utf8)
    _ = write(descriptor, bytes, bytes.count)
  }
}

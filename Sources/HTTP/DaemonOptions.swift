import CMicroHTTPD
import Glibc

/// The options of one libmicrohttpd daemon as the array its variadic start wants.
struct DaemonOptions {
  private let core: ServerCore
  private var items: [MHD_OptionItem] = []

  init(core: ServerCore, socket: ListeningSocket) {
    self.core = core
    let settings = core.settings
    let context = Unmanaged.passUnretained(core).toOpaque()
    add(.LISTEN_SOCKET, Int(socket.descriptor))
    add(.CONNECTION_LIMIT, settings.maxConnections)
    add(.PER_IP_CONNECTION_LIMIT, settings.maxConnectionsPerAddress)
    add(.CONNECTION_TIMEOUT, settings.idleTimeoutSeconds)
    add(.CONNECTION_MEMORY_LIMIT, settings.memoryPerConnectionBytes)
    add(.CONNECTION_MEMORY_INCREMENT, 1024)
    add(.THREAD_STACK_SIZE, settings.threadStackBytes)
    add(.URI_LOG_CALLBACK, address(Callbacks.target), context)
    add(.UNESCAPE_CALLBACK, address(Callbacks.unescape), context)
    add(.NOTIFY_COMPLETED, address(Callbacks.completed), context)
    add(.NOTIFY_CONNECTION, address(Callbacks.connection), context)
    addTLS()
    add(.END, 0)
  }

  private mutating func addTLS() {
    guard let tls = core.tls else { return }
    add(.HTTPS_MEM_CERT, 0, UnsafeMutableRawPointer(tls.certificates.baseAddress))
    add(.HTTPS_MEM_KEY, 0, UnsafeMutableRawPointer(tls.privateKey.baseAddress))
    add(.HTTPS_PRIORITIES, 0, UnsafeMutableRawPointer(tls.priorities.baseAddress))
    if let authorities = tls.clientAuthorities {
      add(.HTTPS_MEM_TRUST, 0, UnsafeMutableRawPointer(authorities.baseAddress))
    }
  }

  /// Starts the threads; nil, with `errno` set, if libmicrohttpd would not.
  func startDaemon() -> OpaquePointer? {
    let secure = core.tls == nil ? 0 : MHD_USE_TLS.rawValue
    let flags =
      MHD_USE_INTERNAL_POLLING_THREAD.rawValue | MHD_USE_THREAD_PER_CONNECTION.rawValue
      | MHD_USE_POLL.rawValue | MHD_USE_ITC.rawValue | secure
    let context = Unmanaged.passUnretained(core).toOpaque()
    var items = items
    return items.withUnsafeMutableBufferPointer { items -> OpaquePointer? in
      guard let start = items.baseAddress else { return nil }
      let arguments: [any CVarArg] = [
        MHD_OPTION.ARRAY.rawValue, start, MHD_OPTION.END.rawValue,
      ]
      return withVaList(arguments) {
        MHD_start_daemon_va(flags, 0, nil, nil, Callbacks.access, context, $0)
      }
    }
  }

  private mutating func add(
    _ option: MHD_OPTION, _ value: Int, _ pointer: UnsafeMutableRawPointer? = nil
  ) {
    items.append(MHD_OptionItem(option: option, value: value, ptr_value: pointer))
  }

  /// A C function as the integer the array's first place holds.
  private func address<Function>(_ function: Function) -> Int {
    unsafeBitCast(function, to: Int.self)
  }
}

import CMicroHTTPD

/// The C functions that libmicrohttpd calls, each handing over to an object of ours at once.
///
/// They run on libmicrohttpd's threads and belong to no actor.
enum Callbacks {
  static func core(_ context: UnsafeMutableRawPointer?) -> ServerCore? {
    context.map { Unmanaged<ServerCore>.fromOpaque($0).takeUnretainedValue() }
  }

  typealias Target =
    @convention(c) (
      UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?
    ) -> UnsafeMutableRawPointer?
  typealias Unescape =
    @convention(c) (
      UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<CChar>?
    ) -> Int
  typealias Completed =
    @convention(c) (
      UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
      MHD_RequestTerminationCode
    ) -> Void
  typealias Notify =
    @convention(c) (
      UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
      MHD_ConnectionNotificationCode
    ) -> Void

  /// A connection came or goes.
  static let connection: Notify = { context, connection, slot, code in
    guard let core = Callbacks.core(context), let connection, let slot else { return }
    switch code {
    case .CONNECTION_NOTIFY_STARTED:
      slot.pointee = core.connectionStarted(connection)
    case .CONNECTION_NOTIFY_CLOSED:
      if let state = slot.pointee { core.connectionEnded(state) }
      slot.pointee = nil
    @unknown default: return
    }
  }

  /// The first line of a request was read: its exchange begins. The result becomes `con_cls`.
  static let target: Target = { context, target, connection in
    guard let core = Callbacks.core(context), let state = Connection.of(connection) else {
      return nil
    }
    let exchange = Exchange(core: core, connection: state, target: target)
    return Unmanaged.passRetained(exchange).toOpaque()
  }

  /// We decode targets ourselves, strictly; this leaves them as they are.
  static let unescape: Unescape = { _, _, text in
    var length = 0
    while let text, text[length] != 0 { length += 1 }
    return length
  }

  /// Called at the head's end, for each piece of the body, and at the request's end.
  static let access: MHD_AccessHandlerCallback = {
    context, connection, _, method, version, data, size, slot in
    guard let connection, let method, let size, let pointer = slot?.pointee else { return .NO }
    let exchange = Unmanaged<Exchange>.fromOpaque(pointer).takeUnretainedValue()
    return exchange.proceed(
      connection, method: method, version: version, data: data, size: size) ? .YES : .NO
  }

  /// The request is over, well or not: the only place where an exchange is released.
  static let completed: Completed = { _, _, slot, code in
    guard let slot, let pointer = slot.pointee else { return }
    slot.pointee = nil
    Unmanaged<Exchange>.fromOpaque(pointer).takeRetainedValue()
      .end(isClean: code == .REQUEST_TERMINATED_COMPLETED_OK)
  }
}

/// What a verifier believes: root keys, by custom a status list, and every device notice it ever saw.
package struct Trust: Equatable, Sendable {
  /// The root keys.
  package let roots: RootList
  /// The newest status list, if there is one.
  package let list: StatusList?
  /// The notice that counts for each withdrawn device key, by thumbprint.
  package let notices: [DeviceNotice]

  /// A trust in these roots; notices that none of them signed are left out.
  package init(roots: RootList, notices: [DeviceNotice] = []) {
    let signed = notices.filter { notice in
      roots.real.contains { notice.isSigned(by: $0.key) }
    }
    self.init(roots: roots, list: nil, notices: DeviceNotice.newest(of: signed))
  }

  private init(roots: RootList, list: StatusList?, notices: [DeviceNotice]) {
    self.roots = roots
    self.list = list
    self.notices = notices
  }

  /// What is believed once `bundle` has come: its root list if that may follow ours, its status list if
  /// it is newer than ours, and its notices beside ours, which are never forgotten. A root list of an
  /// earlier time and the same bundle again change nothing.
  /// - Throws: `TrustError`, with `older` also for another list of the same second; then nothing of the
  ///   bundle may be used.
  package func taking(_ bundle: TrustBundle) throws(TrustError) -> Trust {
    let roots = try bundle.roots.map { other throws(TrustError) in
      try self.roots.joining(other)
    }
    let known = roots ?? self.roots
    _ = try bundle.verify(by: known)
    if let list, list.bytes != bundle.list.bytes {
      guard bundle.list.issuedAtSeconds > list.issuedAtSeconds else { throw TrustError(.older) }
    }
    return Trust(
      roots: known, list: bundle.list, notices: DeviceNotice.newest(of: notices + bundle.notices))
  }
}

/// Serves the files of one directory, small ones from memory.
///
/// A kept file is compared with the disk at most once a second, so an edited file shows up.
package struct StaticFiles: Sendable {
  /// Makes gzip of a text; nil when it cannot.
  package typealias Compress = @Sendable ([UInt8]) -> [UInt8]?

  private let compress: Compress?
  private let directory: String
  private let cacheControl: String
  private let cache: StaticFileCache

  /// `cacheControl` goes with every file. Files up to `maxCachedFileBytes` are kept in memory and
  /// copied for each answer; larger ones are sent by the kernel and cost no memory. With `compress`,
  /// small texts are packed once and sent so to browsers that take it.
  package init(
    directory: String, cacheControl: String = "no-cache", maxCachedFileBytes: Int = 64 * 1024,
    compress: Compress? = nil
  ) {
    self.compress = compress
    self.directory = directory
    self.cacheControl = cacheControl
    cache = StaticFileCache(maxFileBytes: maxCachedFileBytes)
  }

  /// The file named by `file`, a decoded relative path such as "style.css".
  ///
  /// Answers 200, 206, 304 or 416; throws `Refusal` 404 for anything that is not a plain file
  /// inside the directory.
  package func respond(to request: Request, file: String) throws(Refusal) -> Response {
    guard let found = find(file) else {
      throw Refusal(.notFound, code: "notFound", detail: "There is nothing at this address.")
    }
    let known = request.header("If-None-Match")
    guard !EntityTag.isListed(found.tag, in: known) else { return found.notModified }
    if let packed = found.packed, request.header("Range") == nil,
      ContentCoding.acceptsGzip(request.header("Accept-Encoding"))
    {
      return EntityTag.isListed(packed.tag, in: known) ? packed.notModified : packed.whole
    }
    guard let range = request.header("Range"), request.method == "GET",
      request.header("If-Range").map({ $0 == found.tag }) ?? true
    else { return found.whole }
    return found.part(ByteRange(range, size: found.size))
  }

  private func find(_ file: String) -> StaticFile? {
    let now = MonotonicClock.milliseconds
    if let kept = cache.fresh(file, now: now) { return kept }
    guard let opened = open(file) else {
      cache.remove(file)
      return nil
    }
    if let kept = cache.renew(file, ifSame: opened, now: now) { return kept }
    let found = StaticFile(opened, name: file, cacheControl: cacheControl)
    guard let kept = found.inMemory(maxBytes: cache.maxFileBytes, compress: compress) else {
      return found
    }
    cache.keep(kept, as: file, now: now)
    return kept
  }

  private func open(_ file: String) -> OpenFile? {
    guard let path = SafePath(file) else { return nil }
    return try? OpenFile(path, inside: directory)
  }
}

/// Serves the files of one directory, small ones from memory.
package struct StaticFiles: Sendable {
  /// `cacheControl` goes with every file. Files up to `maxCachedFileBytes` are kept in memory.
  package init(
    directory: String, cacheControl: String = "no-cache", maxCachedFileBytes: Int = 256 * 1024
  ) {}

  /// The file named by `file`, a decoded relative path such as "style.css".
  ///
  /// Answers 200, 206, 304 or 416; throws `Refusal` 404 for anything that is not a plain file
  /// inside the directory.
  package func respond(to request: Request, file: String) throws(Refusal) -> Response {
    throw Refusal(.notFound, code: "notFound", detail: "There is nothing at this address.")
  }
}

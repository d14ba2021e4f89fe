import Evidence
package import HTTP
import Synchronization

/// The bulletin in force as it is given out, plain and compressed, kept from one kiosk to the next: a
/// large one takes longer to compress than to send.
package final class BulletinShelf: Sendable {
  private struct Forms {
    /// The tag in the database.
    let tag: String
    let plain: Representation
    let gzip: Representation
  }

  private let bulletins: Bulletins
  private let held = Mutex<Forms?>(nil)

  /// Reads the bulletin in force.
  package init(bulletins: Bulletins) { self.bulletins = bulletins }

  /// What a request is answered with; nil before the first bulletin. Whoever holds one of the forms is
  /// told that it is in force whichever it asks for: they say the same.
  package func answer(to request: Request) throws -> Response? {
    guard let forms = try forms() else { return nil }
    let held = [forms.gzip, forms.plain].first {
      EntityTag.isListed($0.tag, in: request.header("If-None-Match"))
    }
    return (held ?? wanted(forms, request)).answer(to: request)
  }

  /// Who asks for a part without saying of which form gets it of the plain one: libraries ask for gzip by
  /// themselves, and cannot inflate a part of it.
  private func wanted(_ forms: Forms, _ request: Request) -> Representation {
    let isPart = request.header("Range") != nil
    let tag = request.header("If-Range")
    guard !isPart || tag != nil && tag != forms.plain.tag else { return forms.plain }
    return ContentCoding.acceptsGzip(request.header("Accept-Encoding")) ? forms.gzip : forms.plain
  }

  /// The signature stands over the plain bytes; the compressed ones have a tag of their own digest,
  /// since another version of zlib may make others.
  private func forms() throws -> Forms? {
    guard let tag = try bulletins.tag() else { return nil }
    if let held = held.withLock({ $0 }), held.tag == tag { return held }
    guard let current = try bulletins.current() else { return nil }
    let gzip = try Gzip.compress(current.bytes)
    let common: Headers = ["Cache-Control": "max-age=3600", "Vary": "Accept-Encoding"]
    let forms = Forms(
      tag: current.tag,
      plain: Representation(
        bytes: current.bytes, contentType: Bulletin.mediaType, tag: current.tag, common: common),
      gzip: Representation(
        bytes: gzip, contentType: Bulletin.mediaType, tag: Bulletins.tag(of: gzip),
        common: Headers(common.all + [Header("Content-Encoding", "gzip")])))
    held.withLock { $0 = forms }
    return forms
  }
}

/// The fields that tell a browser to distrust everything but this server.
package struct SecurityHeaders: Sendable {
  /// Sent with every answer that does not set a field of the same name itself.
  package let fields: Headers

  package init(fields: Headers) {
    self.fields = fields
  }

  /// No inline script, no third party, no frame, no referrer, no device access.
  package static let standard = SecurityHeaders(fields: [
    "Content-Security-Policy": """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; font-src 'self'; media-src 'self'; worker-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'
    """,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
  ])

  /// No common fields at all.
  package static let none = SecurityHeaders(fields: [:])
}

// HTTP: a web server (libmicrohttpd) and a client (libcurl) behind plain Swift values.
//
// A request is served by one thread from its first byte to its last, in synchronous code: a handler
// takes a `Request` and returns a `Response`, and may block as long as it likes without delaying
// strangers. Everything that arrives is bounded: connections, header bytes, body bytes, time.
//
// Reading order: Request, Response, Router, then Server and Exchange (the only files that meet C
// callbacks), then Client. This target knows nothing of the product: no page, no session, no rule.

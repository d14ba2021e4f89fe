"""The page that verifies certificates in a real browser: filled as a server fills it, opened from a
file or from a small server of our own, watched for faults and for requests."""

import contextlib
import datetime
import http.server
import ipaddress
import json
import pathlib
import ssl
import subprocess
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from revocations import base64_text, digits

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "assets" / "verify.html"
VECTORS = ROOT / "Tests" / "EvidenceTests" / "vectors"
HOST = "hoc.example"
PHONE = {"width": 360, "height": 740}
EMPTY = '<script type="application/json" id="trust">{}</script>'


def filled(roots, bundle=None, host=HOST):
    """The page with its trust data, by the words of the format and not by the product's code."""
    trust = json.dumps({"host": host, "roots": roots,
                        "bundle": base64_text(bundle) if bundle else ""}, ensure_ascii=False)
    page = PAGE.read_text()
    assert page.count(EMPTY) == 1
    return page.replace(EMPTY, EMPTY.replace("{}", trust.replace("<", "\\u003c")))


def vectors(name):
    return json.loads((VECTORS / f"{name}.json").read_text())


def address_in_the_network():
    """An address of this machine that is not loopback, as a phone in the same network would use."""
    found = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=True).stdout
    return next(one for one in found.split() if ":" not in one)


@contextlib.contextmanager
def served(page, address="127.0.0.1", folder=None):
    """Serves the page at /c; with a folder, over TLS by a certificate that it makes there."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            body = page.encode() if self.path == "/c" else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer((address, 0), Handler)
    if folder:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self_signed(folder, address))
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"{'https' if folder else 'http'}://{address}:{server.server_port}/c", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def self_signed(folder, address):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, address)])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(
            [x509.IPAddress(ipaddress.ip_address(address))]), critical=False)
        .sign(key, hashes.SHA256()))
    path = folder / "tls.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                          serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM))
    return path


class Phone:
    """A stranger's browser with this page open."""

    def __init__(self, chromium, size=PHONE, now=None, **profile):
        self.profile = chromium.new_context(viewport=size, **profile)
        self.page = self.profile.new_page()
        self.page.set_default_timeout(30_000)
        self.faults, self.requests = [], []
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.profile.on("request", lambda request: self.requests.append(request.url))
        if now is not None:
            self.set_clock(now)

    def set_clock(self, seconds):
        self.page.clock.set_fixed_time(
            datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc))

    def open(self, address, token=None):
        self.page.goto(address + (f"#{digits(token)}" if token is not None else ""))
        return self

    def open_file(self, folder, html, token=None):
        path = folder / "verify.html"
        path.write_text(html)
        return self.open(path.as_uri(), token)

    def scan(self, text):
        """Another code opened in the same tab: the browser only changes the fragment."""
        self.page.evaluate(
            "(text) => { document.documentElement.dataset.verdict = '';"
            " location.hash = text; }", text)
        self.page.wait_for_function("() => document.documentElement.dataset.verdict")
        return self.answer

    def paste(self, text):
        if self.page.is_visible("#again"):
            self.page.click("#again")
        self.page.fill("#digits", text)
        self.page.click("#form button")
        return self.answer

    def waits_for_focus(self, element):
        self.page.wait_for_function("(id) => document.activeElement.id === id", arg=element)

    @property
    def answer(self):
        """The verdict and the reason, as the page tells programs."""
        return tuple(self.page.evaluate(
            "[document.documentElement.dataset.verdict, document.documentElement.dataset.reason]"))

    @property
    def text(self):
        return self.page.inner_text("body")

    def close(self, requests=1):
        """Ends the visit: nothing went wrong, and nothing but the page itself was asked for."""
        self.profile.close()
        assert not self.faults, self.faults
        assert len(self.requests) == requests, self.requests

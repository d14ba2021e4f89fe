"""What stands between a kiosk and its province: certificates of an authority made by openssl, a captive
portal, a proxy, and a network of one's own.
"""

import base64
import http.client
import http.server
import os
import re
import shutil
import socket
import socketserver
import subprocess
import threading

from daemons import wait_until


class Authority:
    """A certificate authority in a folder, and the certificates that it makes."""

    def __init__(self, folder, name="Authority of the province"):
        self.folder = folder
        folder.mkdir(parents=True)
        self.certificate = folder / "ca.pem"
        self._openssl("ca", "-subj", f"/CN={name}")

    def make(self, name, *more, subject="IP:127.0.0.1"):
        """A certificate signed by this authority: its file and its key's."""
        self._openssl(name, "-CA", "ca.pem", "-CAkey", "ca.key", "-subj", f"/CN={name}",
                      "-addext", "basicConstraints=critical,CA:false",
                      "-addext", f"subjectAltName={subject}", *more)
        return self.folder / f"{name}.pem", self.folder / f"{name}.key"

    def make_dated(self, name, begins, ends):
        """A certificate for this machine that is valid from `begins` to `ends` (as 20200101000000Z)."""
        (self.folder / "ca.conf").write_text(
            "[ca]\ndefault_ca=d\n[d]\ndatabase=index\nnew_certs_dir=.\nserial=serial\n"
            "default_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n")
        (self.folder / "extensions").write_text(
            "basicConstraints=critical,CA:false\nsubjectAltName=IP:127.0.0.1\n")
        (self.folder / "index").touch()
        for command in (
                ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                 f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.csr"],
                ["ca", "-batch", "-config", "ca.conf", "-rand_serial", "-in", f"{name}.csr", "-cert",
                 "ca.pem", "-keyfile", "ca.key", "-extfile", "extensions", "-startdate", begins,
                 "-enddate", ends, "-notext", "-out", f"{name}.pem"]):
            subprocess.run(["openssl", *command], check=True, cwd=self.folder,
                           stderr=subprocess.DEVNULL)
        (self.folder / f"{name}.key").chmod(0o600)
        return self.folder / f"{name}.pem", self.folder / f"{name}.key"

    def settings(self, section, name, **more):
        """A certificate as the settings of a daemon name it."""
        certificate, key = self.make(name, **more)
        return {f"{section}.certificateFile": f'"{certificate}"',
                f"{section}.keyFile": f'"{key}"'}

    def _openssl(self, name, *arguments):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:P-256", "-nodes", "-days", "9", "-out", f"{name}.pem",
             "-keyout", f"{name}.key", *arguments],
            check=True, cwd=self.folder, stderr=subprocess.DEVNULL)
        (self.folder / f"{name}.key").chmod(0o600)


class Threaded(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


class Stand:
    """A server on a free port of this machine, for what stands in the way."""

    def serve(self, handler):
        handler.log_message = lambda *_: None
        self.server = Threaded(("127.0.0.1", 0), handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Portal(Stand):
    """A captive portal: whatever is asked, it answers with its own page."""

    def __init__(self, status=200, fields=None, page="<title>Wi-Fi quán nước</title>"):
        portal = self
        self.status, self.fields, self.page, self.heads = status, fields or {}, page, []

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                portal.heads.append(f"{self.requestline}\n{self.headers}")
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                body = portal.page.encode()
                self.send_response(portal.status)
                for name, value in {"Content-Type": "text/html; charset=utf-8",
                                    "Content-Length": len(body), **portal.fields}.items():
                    self.send_header(name, str(value))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = answer

        self.serve(Handler)


class Proxy(Stand):
    """An HTTP proxy that forwards and tunnels, for those who know its password."""

    def __init__(self, credentials="kiosk:bí mật"):
        proxy = self
        self.allowed = "Basic " + base64.b64encode(credentials.encode()).decode()
        self.asked, self.refused = [], 0

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def is_allowed(self):
                if self.headers.get("Proxy-Authorization") == proxy.allowed:
                    proxy.asked.append(self.requestline)
                    return True
                proxy.refused += 1
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.send_response(407)
                self.send_header("Proxy-Authenticate", 'Basic realm="office"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return False

            def do_CONNECT(self):
                if not self.is_allowed():
                    return
                host, port = self.path.rsplit(":", 1)
                with socket.create_connection((host, int(port))) as other:
                    self.send_response(200, "Connection established")
                    self.end_headers()
                    self.wfile.flush()
                    back = threading.Thread(
                        target=pour, args=(other, self.connection), daemon=True)
                    back.start()
                    pour(self.connection, other)
                    back.join()
                self.close_connection = True

            def forward(self):
                if not self.is_allowed():
                    return
                host, port, path = re.match(r"http://([^/:]+):(\d+)(/.*)", self.path).groups()
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                connection = http.client.HTTPConnection(host, int(port), timeout=60)
                fields = {n: v for n, v in self.headers.items() if not n.startswith("Proxy-")}
                connection.request(self.command, path, body, fields)
                answer = connection.getresponse()
                body = answer.read()
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in ("connection", "content-length", "transfer-encoding"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                connection.close()

            do_GET = do_POST = do_PUT = forward

        self.serve(Handler)


def pour(source, target):
    """Copies bytes until one side ends."""
    try:
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


class Cutter:
    """A TCP relay whose every connection can be cut at once."""

    def __init__(self, port):
        self.port_behind, self.open = port, set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self):
        return self.listener.getsockname()[1]

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
                server = socket.create_connection(("127.0.0.1", self.port_behind))
            except OSError:
                return
            self.open |= {client, server}
            for pair in ((client, server), (server, client)):
                threading.Thread(target=pour, args=pair, daemon=True).start()

    def cut(self):
        """Resets every connection; returns how many there were."""
        victims, self.open = self.open, set()
        for one in victims:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        return len(victims) // 2

    def close(self):
        self.listener.close()
        self.cut()


class OwnNetwork:
    """Runs daemons in a network namespace of their own, where addresses come and go."""

    def __init__(self):
        self.holder = subprocess.Popen(["unshare", "--net", "sleep", "600"])
        wait_until("the namespace", lambda: self.ip("link", "set", "lo", "up") == 0)

    @staticmethod
    def missing():
        return shutil.which("unshare") is None or shutil.which("ip") is None

    def enter(self):
        return ["nsenter", f"--net=/proc/{self.holder.pid}/ns/net", "--"]

    def ip(self, *arguments):
        # Until unshare has done its work, its process is still in our own network.
        own = f"/proc/{self.holder.pid}/ns/net"
        if os.readlink(own) == os.readlink("/proc/self/ns/net"):
            return 1
        return subprocess.run([*self.enter(), "ip", *arguments],
                              stderr=subprocess.DEVNULL).returncode

    def close(self):
        self.holder.terminate()
        self.holder.wait()


def secured(daemon):
    """The daemon's address when it speaks TLS."""
    return f"https://127.0.0.1:{daemon.port}"

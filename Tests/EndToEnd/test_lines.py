"""The way to the province as it is in the field: TLS under the province's own authority, wrong
authorities, captive portals, a proxy with a password, a network that comes back.
"""

import re
import ssl
import urllib.error
import urllib.request

import pytest

from daemons import wait_until
from lines import Authority, OwnNetwork, Portal, Proxy, secured
from test_clock import Board
from test_main_job import status
from test_transport import EVENTS, balanced, entries, log_of, one_time_code, rows

QUICK = {"sync.intervalSeconds": "1", "sync.backOffSeconds": "1", "sync.backOffMostSeconds": "1"}


@pytest.fixture
def ending():
    made = []

    def keep(one):
        made.append(one)
        return one

    yield keep
    for one in made:
        one.close()


def enrol(machine, server, url=None, *more, expect=0):
    return machine.command("enrol", "--province", url or server.url, "--code",
                           one_time_code(server), *more, expect=expect)


def last_sync(machine):
    """The last line of the log about the transfer."""
    found = re.findall(r"event=sync .*", machine.log.read_text(errors="replace"))
    return found[-1] if found else ""


def test_tls_under_an_own_authority_and_no_other(kiosk, province, tmp_path):
    authority = Authority(tmp_path / "authority")
    server = province(settings=authority.settings("http", "server")).start()
    machine = kiosk(settings=QUICK)
    machine.command("demo", "--residents", 40)

    refused = enrol(machine, server, secured(server), expect=1).stderr.decode()
    assert "not the province's server" in refused and "certificate" in refused, refused
    other = Authority(tmp_path / "other", "Somebody else")
    refused = enrol(machine, server, secured(server), "--authority", other.certificate, expect=1)
    assert "not the province's server" in refused.stderr.decode()
    assert not (machine.data / "keys" / "authority.pem").exists()
    nothing = enrol(machine, server, secured(server), "--authority", tmp_path / "none", expect=None)
    assert nothing.returncode != 0 and "none" in nothing.stderr.decode()

    # The kiosk runs: it trusts what is kept without a restart.
    machine.start()
    enrol(machine, server, secured(server), "--authority", authority.certificate)
    wait_until("the books to balance over TLS", lambda: balanced(machine))
    assert "Province's server: good" in machine.command("check", "--language", "en", expect=None).stdout.decode()
    machine.stop()
    assert rows(server, EVENTS) == entries(machine)

    # The same authority, but a certificate for another name: as if the line led elsewhere.
    port = server.port
    server.stop()
    named = authority.make("named", subject="DNS:elsewhere.example")
    for place, file in zip(("server.pem", "server.key"), named):
        (authority.folder / place).write_bytes(file.read_bytes())
    server.arguments[-1] = str(port)
    server.start()
    machine.start()
    line = wait_until("the mismatch to be seen", lambda: (
        "outcome=stranger" in last_sync(machine) and last_sync(machine)))
    assert "not the province's server" in line and "elsewhere" not in server.url
    check = machine.command("check", "--language", "en", expect=1).stdout.decode()
    assert "not the province's server" in check, check


EXPIRED = ("20200101000000Z", "20210101000000Z")
COMING = ("21000101000000Z", "21010101000000Z")


@pytest.mark.parametrize("dates, word", [(EXPIRED, "expired"), (COMING, "not yet valid")])
def test_certificates_are_judged_by_the_time_that_the_kiosk_knows(
        kiosk, province, tmp_path, dates, word):
    authority = Authority(tmp_path / "authority")
    server = province(settings=authority.settings("http", "server")).start()
    dated = authority.make_dated("dated", *dates)
    named = kiosk("named", settings={**QUICK, "clock.hasBattery": "false"})
    machine = Board(named, tmp_path).machine
    machine.command("demo", "--residents", 20)

    # A board at 1970 knows no time: it is not kept away by a certificate of 2026, and learns it.
    enrol(machine, server, secured(server), "--authority", authority.certificate)
    machine.start()
    wait_until("the books to balance over TLS", lambda: balanced(machine))
    wait_until("the time of a receipt", lambda: status(machine)["isClockTrusted"])

    # From then on it knows better, whatever its system's clock says.
    port = server.port
    server.stop()
    for place, file in zip(("server.pem", "server.key"), dated):
        (authority.folder / place).write_bytes(file.read_bytes())
    server.arguments[-1] = str(port)
    server.start()
    line = wait_until("the bad certificate to be seen", lambda: (
        "outcome=stranger" in last_sync(machine) and last_sync(machine)))
    assert word in line, line

    # Nor is a kiosk with a good clock enrolled by such a province, but a board without one is.
    other = kiosk("other", settings=QUICK)
    refused = enrol(other, server, secured(server), "--authority", authority.certificate, expect=1)
    assert word in refused.stderr.decode(), refused.stderr
    board = kiosk("board", settings={"clock.hasBattery": "false"})
    (tmp_path / "another").mkdir()
    board = Board(board, tmp_path / "another").machine
    enrol(board, server, secured(server), "--authority", authority.certificate)


def test_a_key_that_others_may_read_stops_the_start(kiosk, province, tmp_path):
    authority = Authority(tmp_path / "authority")
    settings = authority.settings("http", "server")
    (authority.folder / "server.key").chmod(0o644)
    for daemon in (kiosk(settings=settings), province(settings=settings)):
        with pytest.raises(AssertionError, match="mode 600"):
            daemon.start()
    check = kiosk("again", settings=settings).command("check", "--language", "en", expect=1)
    assert "this machine's TLS: " in check.stdout.decode()


@pytest.mark.parametrize("portal, looks", [
    ({"status": 200}, "status 200, text/html; charset=utf-8"),
    ({"status": 302, "fields": {"Location": "http://login.example/?mac=1"}},
     "leads to http://login.example"),
    ({"status": 511}, "status 511"),
])
def test_a_captive_portal_is_named_and_confirms_nothing(kiosk, province, ending, portal, looks):
    server = province().start()
    machine = kiosk(settings=QUICK)
    machine.command("demo", "--residents", 20)
    enrol(machine, server)
    gate = ending(Portal(**portal))
    machine.config.write_text(machine.config.read_text().replace(
        'provinceURL = ""', f'provinceURL = "{gate.url}"'))

    check = machine.command("check", "--language", "en", expect=1).stdout.decode()
    assert f"not the province's server: status {portal['status']}" in check, check
    machine.start()
    line = wait_until("the portal to be named", lambda: (
        "outcome=stranger" in last_sync(machine) and last_sync(machine)))

    assert looks in line and "Wi-Fi quán nước" in line, line
    assert "mac=1" not in machine.log.read_text()
    books = status(machine)
    assert books["confirmed"] == 0 and books["waiting"] == books["recorded"]
    assert all("login.example" not in head for head in gate.heads)
    assert rows(server, "SELECT count(*) FROM event") == [(0,)]


def test_a_proxy_is_passed_with_its_password_only(kiosk, province, ending, tmp_path):
    authority = Authority(tmp_path / "authority")
    server = province(settings=authority.settings("http", "server")).start()
    proxy = ending(Proxy())
    password = tmp_path / "proxy-password"
    password.write_text("kiosk:bí mật\n")
    password.chmod(0o600)
    machine = kiosk(settings={**QUICK, "sync.proxy": f'"{proxy.url}"'})
    machine.command("demo", "--residents", 20)

    refused = enrol(machine, server, secured(server), "--authority", authority.certificate, expect=1)
    assert "status 407" in refused.stderr.decode(), refused.stderr
    assert proxy.refused and not proxy.asked

    machine.config.write_text(machine.config.read_text().replace(
        'proxyCredentialsFile = ""', f'proxyCredentialsFile = "{password}"'))
    enrol(machine, server, secured(server), "--authority", authority.certificate)
    machine.start()
    wait_until("the books to balance through the proxy", lambda: balanced(machine))
    machine.stop()

    assert rows(server, EVENTS) == entries(machine)
    assert all(line.startswith("CONNECT 127.0.0.1:") for line in proxy.asked)
    assert "bí mật" not in machine.log.read_text()
    password.chmod(0o644)
    assert "mode 600" in machine.command("check", expect=None).stderr.decode()


def test_a_plain_proxy_forwards(kiosk, province, ending, tmp_path):
    server = province().start()
    proxy = ending(Proxy("a:b"))
    password = tmp_path / "proxy-password"
    password.write_text("a:b")
    password.chmod(0o600)
    machine = kiosk(settings={**QUICK, "sync.proxy": f'"{proxy.url}"',
                              "sync.proxyCredentialsFile": f'"{password}"'})
    machine.command("demo", "--residents", 20)
    enrol(machine, server)
    machine.start()
    wait_until("the books to balance through the proxy", lambda: balanced(machine))
    assert any(line.startswith(f"PUT {server.url}/v1/logs/") for line in proxy.asked)


def test_the_province_shows_its_certificate_to_a_kiosk_that_speaks_tls(kiosk, province, tmp_path):
    authority = Authority(tmp_path / "authority")
    settings = authority.settings("http", "kiosk")
    settings["http.clientAuthorityFile"] = f'"{authority.certificate}"'
    machine = kiosk(settings={**settings, "sync.intervalSeconds": "86400"})
    machine.command("demo", "--residents", 20)
    puller = authority.settings("pull", "puller")
    server = province(settings={**puller, "pull.authorityFile": f'"{authority.certificate}"'})
    server.start()
    enrol(machine, server, expect=0)
    machine.start()

    trust = ssl.create_default_context(cafile=authority.certificate)
    address = f"{secured(machine)}/v1/log/checkpoint"
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(address, context=trust)
    trust.load_cert_chain(*authority.make("visitor"))
    assert log_of(machine) in urllib.request.urlopen(address, context=trust).read().decode()

    server.command("kiosks set-url", log_of(machine), secured(machine))
    server.command("pull", "--once")
    machine.stop()
    assert rows(server, EVENTS) == entries(machine)


def test_a_network_that_comes_back_ends_the_wait_at_a_random_moment(kiosk, province, ending):
    assert not OwnNetwork.missing(), "unshare and ip are needed (util-linux, iproute2)"
    server = province().start()
    machine = kiosk(settings={"sync.backOffSeconds": "600", "sync.intervalSeconds": "86400"})
    machine.command("demo", "--residents", 20)
    enrol(machine, server)
    network = ending(OwnNetwork())
    machine.start(before=network.enter())
    wait_until("the first failure", lambda: "outcome=failed" in last_sync(machine))

    network.ip("address", "add", "10.9.8.7/32", "dev", "lo")

    said = wait_until("the change to be seen", lambda: re.search(
        r"event=network outcome=appeared wait=(\w+)", machine.log.read_text()))
    # The wait after the failure was drawn below ten minutes, the new one below forty: either may be
    # the shorter, and no wait is ever made longer.
    assert said.group(1) == "unchanged" or 0 <= int(said.group(1)) <= 600_000
    assert len(re.findall("event=network", machine.log.read_text())) == 1

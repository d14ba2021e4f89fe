"""Attendance and certificates reach learning record stores as xAPI statements: each once, whatever is
lost, killed, repeated or refused on the way.
"""

import hashlib
import json
import random
import signal
import subprocess
import uuid

import pytest

from daemons import binary, wait_until
from record_stores import (
    PASSWORD, USER, VOIDED, LossyLine, Ralph, StrictStore, flaws_of)
from roster import cards_of
from test_transport import balanced, connect, entries, log_of, one_time_code, rows

SEED = 20261126
KINDS = ("visit.in", "visit.out", "visit.undo", "certificate.issue", "certificate.cancel")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory, postgres):
    """A province that has a centre's log of a thousand facts and more; its server is not needed."""
    import daemons
    folder = tmp_path_factory.mktemp("forward")
    secret = folder / "password"
    secret.write_text(PASSWORD + "\n")
    server = daemons.Province(folder / "province", postgres.new_database()).start()
    machine = daemons.Kiosk(folder / "kiosk", {"sync.intervalSeconds": "1"})
    machine.command("demo", "--residents", 120, "--visits", 1000)
    machine.command("enrol", "--province", server.url, "--code", one_time_code(server))
    machine.start()
    for card in cards_of(machine)[:12]:
        said = machine.check_in(card).json()
        if said["outcome"] == "welcome":
            machine.request("POST", f"/api/check-ins/{said['visit']}/undo")
    wait_until("the books to balance", lambda: balanced(machine))
    machine.stop()
    lines = [json.loads(line) for _, line in entries(machine)]
    server.log_hex, server.secret = log_of(machine), secret
    server.facts = [line for line in lines if line["k"] in KINDS]
    wait_until("the projection", lambda: rows(
        server, f"SELECT 1 FROM projection WHERE next = {len(lines)}"))
    server.stop()
    yield server


@pytest.fixture
def forwarder(ledger, tmp_path):
    """Makes a forwarder to an address; the province has forwarded nothing yet."""
    with connect(ledger) as database:
        database.execute("TRUNCATE forward, \"forwardAside\", \"forwardVoid\"")
        database.execute("UPDATE \"forwardState\" SET failures = 0, problem = NULL, due = NULL,"
                         " ordered = false, accepted = NULL")
    made = []

    def make(url, **settings):
        made.append(Forwarder(ledger, tmp_path / f"forward-{len(made)}.toml", url, settings))
        return made[-1]

    yield make
    for one in made:
        one.kill()


@pytest.fixture
def ralph(tmp_path):
    store = Ralph(tmp_path / "ralph").start()
    yield store
    store.stop()


class Forwarder:
    def __init__(self, server, config, url, settings):
        from daemons import ROOT, changed
        self.server = server
        self.config = config
        self.process = None
        values = {"forward.url": f'"{url}"', "forward.user": f'"{USER}"',
                  "forward.passwordFile": f'"{server.secret}"', "forward.intervalSeconds": "1",
                  "forward.timeoutSeconds": "2"}
        values |= {f"forward.{name}": str(value) for name, value in settings.items()}
        config.write_text(changed(ROOT / "kiosk-config" / "province.toml", values))

    def run(self, *flags, expect=0):
        """Runs `provinced forward` to its end; gives what it said."""
        from daemons import run
        done = run("provinced", "forward", "--config", self.config, "--data", self.server.data,
                   *flags, environment=self.server.database, expect=expect)
        said = done.stdout.decode() + done.stderr.decode()
        assert PASSWORD not in said and "Basic " not in said
        return said

    def start(self):
        import os
        from daemons import ROOT
        self.process = subprocess.Popen(
            [binary("provinced"), "forward", "--config", str(self.config), "--data",
             str(self.server.data)], env={**os.environ, **self.server.database}, cwd=ROOT,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=open(self.config.with_suffix(".log"), "ab"))
        return self

    def kill(self, how=signal.SIGKILL):
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(timeout=60)


def statement_id(log, seq):
    """The id as sync.md says: anybody with the log can compute it."""
    made = bytearray(hashlib.sha256(bytes.fromhex(log) + seq.to_bytes(8, "big")).digest()[:16])
    made[6] = made[6] & 0x0F | 0x80
    made[8] = made[8] & 0x3F | 0x80
    return str(uuid.UUID(bytes=bytes(made)))


def expected_ids(ledger):
    """One statement for each fact; a visit taken back was left by nobody here."""
    return {statement_id(ledger.log_hex, fact["q"]) for fact in ledger.facts}


def assert_each_once(ledger, statements, but=()):
    ids = [one["id"] for one in statements]
    assert len(ids) == len(set(ids)), "a statement is doubled"
    assert set(ids) == expected_ids(ledger) - set(but)


def test_a_thousand_facts_are_in_a_real_store_once_also_when_sent_again(
        ledger, forwarder, ralph):
    assert len(ledger.facts) >= 1000
    one = forwarder(ralph.url)
    one.run("--once")

    assert_each_once(ledger, ralph.statements())
    verbs = [fact["k"] for fact in ledger.facts]
    stored = [statement["verb"]["id"] for statement in ralph.statements()]
    assert stored.count(VOIDED) == verbs.count("visit.undo") > 0
    assert stored.count("http://adlnet.gov/expapi/verbs/attended") == verbs.count("visit.in")
    assert stored.count("http://id.tincanapi.com/verb/earned") == verbs.count("certificate.issue")

    before = ralph.statements()
    # Ralph reads its whole file for each question: the last 200 facts prove the point. All of them go
    # again to the strict store below.
    rows(ledger, f"UPDATE forward SET first = {ledger.facts[-200]['q']} RETURNING 1")
    one.run("--once", "--again")
    assert ralph.statements() == before
    status = one.run("--status")
    assert f"{ledger.log_hex} " in status and " 0 waiting" in status
    assert "set aside: 0" in status and "forwarder: not running" in status


def test_what_is_another_s_in_the_store_is_set_aside_and_the_rest_goes_on(
        ledger, forwarder, ralph):
    taken = statement_id(ledger.log_hex, ledger.facts[150]["q"])
    ralph.put_under(taken)
    one = forwarder(ralph.url)
    one.run("--once")

    ours = [each for each in ralph.statements() if "example.org" not in each["verb"]["id"]]
    assert_each_once(ledger, ours, but=[taken])
    assert f"statement {taken}: 409" in one.run("--status")


def test_answers_lost_after_the_store_has_taken_all_double_nothing(ledger, forwarder, ralph):
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    fates = {number: chance.choice(["cut", "held", "passed", "passed"]) for number in range(1, 7)}
    with LossyLine(ralph, lambda number: fates.get(number, "passed")) as line:
        one = forwarder(line.url, timeoutSeconds=1)
        for _ in range(12):
            if "everything is forwarded" in one.run("--once", expect=None):
                break
        else:
            pytest.fail("it never came to an end")
        lost = sum(fates[number] != "passed" for number in fates)
        assert lost >= 2 and line.gets >= 100

    assert_each_once(ledger, ralph.statements())


def test_killed_in_the_middle_and_with_the_store_away_it_goes_on(ledger, forwarder, ralph):
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    with LossyLine(ralph) as line:
        line.delay_seconds = 0.05
        one = forwarder(line.url, maxStatements=40, timeoutSeconds=1)
        for _ in range(3):
            goal = line.posts + chance.randrange(2, 5)
            one.start()
            wait_until("some requests", lambda: line.posts >= goal)
            one.kill()
        ralph.stop()
        assert "got no answer" in one.run("--once", expect=1)
        assert "problem: " in one.run("--status")
        ralph.start()
        line.delay_seconds = 0
        one.run("--once")

    assert_each_once(ledger, ralph.statements())


def test_a_strict_store_finds_no_fault_and_one_bad_statement_holds_up_nothing(
        ledger, forwarder):
    bad = statement_id(ledger.log_hex, ledger.facts[333]["q"])
    with StrictStore() as store:
        store.refuses = lambda statement: statement["id"] == bad
        store.busy = 1
        one = forwarder(store.url, maxBytes=65536)
        assert "asked for a rest" in one.run("--once", expect=75)
        requests = len(store.requests)
        said = one.run("--once", expect=None)
        while "everything is forwarded" not in said:
            assert "asked for a rest" in said
            assert len(store.requests) == requests, "the store was not left alone"
            said = one.run("--once", expect=None)

        assert not store.flaws, store.flaws[:5]
        assert_each_once(ledger, store.statements.values(), but=[bad])
        assert max(size for _, _, size in store.requests) <= 65536
        assert f"statement {bad}: 400 a statement is not liked" in one.run("--status")
        undone = [fact for fact in ledger.facts if fact["k"] == "visit.undo"]
        assert store.voided == {statement_id(ledger.log_hex, fact["i"]) for fact in undone}

        # Once more from the beginning: what is void is known by its own question.
        store.refuses = lambda statement: False
        requests = len(store.requests)
        one.run("--once", "--again")
        assert_each_once(ledger, store.statements.values())
        assert "set aside: 0" in one.run("--status")
        assert not store.flaws, store.flaws[:5]


def test_version_2_is_asked_for_and_wrong_credentials_are_said(ledger, forwarder):
    with StrictStore(version="2.0.0") as store:
        forwarder(store.url, version='"2.0.0"').run("--once")
        assert not store.flaws, store.flaws[:5]
        assert_each_once(ledger, store.statements.values())
        rows(ledger, "UPDATE forward SET next = first RETURNING 1")
        said = forwarder(store.url, user='"nobody"').run("--once", expect=1)
        assert "answered 401" in said and "forward.user" in said


def test_a_second_forwarder_refuses_until_the_first_has_ended(ledger, forwarder):
    with StrictStore() as store:
        first = forwarder(store.url).start()
        wait_until("the first to have done all", lambda: len(store.statements) == len(
            expected_ids(ledger)))
        second = forwarder(store.url)
        assert "another forwarder is at work" in second.run("--once", expect=75)
        assert "forwarder: at work" in second.run("--status")
        first.kill(signal.SIGTERM)
        assert first.process.returncode == 0
        second.run("--once")


def test_forwarding_is_off_where_no_store_is_named(ledger, forwarder):
    assert "forward.url: is empty: forwarding is off" in forwarder("").run("--once", expect=78)


def test_the_validator_itself_finds_faults():
    good = {"id": statement_id("00" * 16, 1), "timestamp": "2026-11-26T00:00:00.000Z",
            "actor": {"objectType": "Agent", "account": {"homePage": "https://p.test", "name": "a"}},
            "verb": {"id": "https://p.test/v", "display": {"vi": "x"}},
            "object": {"objectType": "Activity", "id": "https://p.test/o"}, "context": {}}
    good["context"] = {"language": "vi"}
    assert flaws_of(good) == []
    for change in ({"id": str(uuid.uuid4())}, {"timestamp": "2026-11-26"}, {"stored": good["timestamp"]},
                   {"actor": {**good["actor"], "name": "Lê Thị Hạnh"}}, {"verb": {"id": "not an iri"}},
                   {"result": {"duration": "90 minutes"}}):
        changed_one = {**good, **change}
        changed_one["verb"].setdefault("display", {})
        assert flaws_of(changed_one), change

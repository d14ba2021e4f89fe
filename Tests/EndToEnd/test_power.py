"""Power goes off without warning every day: what was shown in green is there afterwards."""

import concurrent.futures
import json
import random
import sqlite3
import threading

from roster import cards_of

SEED = 20261123
ROUNDS = 12


def send_until_it_dies(kiosk, cards, killed):
    """Checks in one card after another; gives those that were answered with a welcome."""
    welcomed = []
    for card in cards:
        if killed.is_set():
            break
        try:
            answer = kiosk.check_in(card)
        except OSError:
            break
        except Exception as fault:  # http.client raises many kinds when a server dies
            assert killed.is_set(), fault
            break
        if answer.status == 200 and answer.json()["outcome"] == "welcome":
            welcomed.append(card)
    return welcomed


def test_every_check_in_that_reached_green_survives_kill_9(kiosk):
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    machine = kiosk()
    machine.command("demo", "--residents", 1_500)
    cards = cards_of(machine)
    green = set()

    for _ in range(ROUNDS):
        machine.start()
        killed = threading.Event()
        waiting = [card for card in cards if card not in green]
        chance.shuffle(waiting)
        with concurrent.futures.ThreadPoolExecutor(8) as clients:
            sent = [clients.submit(send_until_it_dies, machine, waiting[i::8], killed)
                    for i in range(8)]
            cut = threading.Timer(0.05 + chance.random() * 0.4,
                                  lambda: (killed.set(), machine.kill()))
            cut.start()
            for one in sent:
                green.update(one.result())
            cut.join()

    assert green, "no check-in was answered at all: the test tried nothing"
    machine.start()
    for card in green:
        assert machine.check_in(card).json()["outcome"] == "alreadyIn"
    machine.stop()
    with sqlite3.connect(f"file:{machine.data}/kiosk.sqlite?mode=ro", uri=True) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = database.execute("SELECT line FROM entry ORDER BY seq").fetchall()
    events = [json.loads(bytes(row[0])) for row in rows]
    assert [event["q"] for event in events] == list(range(len(events)))


def test_three_identical_scans_at_once_are_one_visit(kiosk):
    machine = kiosk()
    machine.command("demo", "--residents", 60)
    card = cards_of(machine)[0]
    machine.start()

    with concurrent.futures.ThreadPoolExecutor(3) as clients:
        answers = list(clients.map(lambda _: machine.check_in(card).json(), range(3)))

    outcomes = sorted(answer["outcome"] for answer in answers)
    assert set(outcomes) <= {"welcome", "alreadyIn"} and "welcome" in outcomes
    machine.stop()
    with sqlite3.connect(f"file:{machine.data}/kiosk.sqlite?mode=ro", uri=True) as database:
        lines = database.execute("SELECT line FROM entry ORDER BY seq DESC LIMIT 4").fetchall()
    kinds = [json.loads(bytes(row[0]))["k"] for row in lines]
    assert kinds[0] == "visit.in" and kinds[1] != "visit.in"

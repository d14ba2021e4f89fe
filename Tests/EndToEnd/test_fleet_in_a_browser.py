"""The province's fleet of 1,400 kiosks: what needs a look first, found, sorted, paged, as a table."""

import csv
import hashlib
import io
import random

import pytest

from browser import DESK_SIZE, PHONE_SIZE
from test_transport import connect

KIOSKS = 1_400
SEED = 20261126
NAMES = ["Gia Viễn", "Hoa Lư", "Kinh Bắc", "Thành Vinh", "Đô Lương", "Thái Bình", "Tam Điệp",
         "Yên Khánh", "Nho Quan", "Kim Sơn"]


@pytest.fixture
def server(province):
    server = province().start()
    chance = random.Random(SEED)
    with connect(server) as database, database.transaction():
        code = hashlib.sha256(b"code").digest()
        database.execute("INSERT INTO enrolment VALUES (%s, '14464-1', 'x', now(), now())", (code,))
        for index in range(KIOSKS):
            one_kiosk(database, chance, index, code)
    return server


def one_kiosk(database, chance, index, code):
    mark = hashlib.sha256(f"kiosk {index}".encode()).digest()
    centre = f"{13_000 + index:05d}-1"
    stored = chance.randrange(2_000, 40_000)
    (stream,) = database.execute(
        "INSERT INTO stream (log, centre, key, next, range, receipt) "
        "VALUES (%s, %s, %s, %s, '', 'province.localhost/log/x') RETURNING id",
        (mark[:16], centre, mark, stored)
    ).fetchone()
    fate = chance.random()
    silent = "3 days" if fate < 0.02 else f"{chance.randrange(1, 900)} seconds"
    attention = ["disk"] if 0.02 < fate < 0.04 else ["printing"] if fate < 0.06 else []
    disk = chance.randrange(86, 97) if attention == ["disk"] else chance.randrange(20, 70)
    database.execute(
        "INSERT INTO kiosk (stream, name, code, token, certificate, enrolled, greeted, heard, size, "
        "version, disk, clock, attention, bulletin, epoch) VALUES (%s, %s, %s, %s, 'x', "
        "now() - interval '90 days', now(), now() - %s::interval, %s, %s, %s, %s, %s, %s, 1)",
        (stream, f"Trung tâm học tập cộng đồng xã {chance.choice(NAMES)}", code, mark, silent,
         stored + (chance.randrange(1, 300) if chance.random() < 0.3 else 0),
         chance.choice(["0.2.0", "0.2.0", "0.1.9"]), disk, 1 if 0.06 < fate < 0.07 else 3,
         attention, chance.choice([41, 42])))
    database.execute("INSERT INTO projection (stream, next, quality) VALUES (%s, %s, 3)",
                     (stream, stored))
    database.execute("INSERT INTO tally VALUES (%s, %s, 0, %s, %s, %s, %s)",
                     (stream, stored, stored // 2, stored // 40, stored // 90, stored // 200))


def test_a_fleet_of_1400_is_read_found_sorted_and_paged(server, window, artifacts):
    screen = window(server)
    screen.go("/")
    page = screen.page
    assert "1.400" in screen.says(".figures", "1.400")
    assert page.locator(".fleet tbody tr").count() == 100
    assert "Im lặng" in page.locator(".fleet tbody tr").first.inner_text()
    screen.shot(artifacts, "province-fleet-desktop", DESK_SIZE)

    page.click("text=Chỉ máy cần xem")
    states = page.locator(".fleet .state").all_inner_texts()
    assert states and set(states) <= {"Im lặng", "Cần xem"}
    page.click(".fleet thead >> text=Ổ lưu trữ")
    shares = [int(one.split()[0]) for one in page.locator(".fleet-disk").all_inner_texts()]
    assert shares == sorted(shares, reverse=True) and shares[0] >= 86
    assert page.get_attribute(".fleet th[aria-sort]", "aria-sort") == "ascending"

    page.fill("#q", "13007-1")
    page.press("#q", "Enter")
    screen.go("/?q=13007-1")
    assert page.locator(".fleet tbody tr").count() == 1
    screen.go("/?q=do+luong")
    assert page.locator(".fleet tbody tr").count() == 100
    assert "Đô Lương" in page.locator(".fleet tbody tr").first.inner_text()
    page.click("text=Trang sau")
    assert "Trang 2 /" in page.inner_text(".pager")

    for width, name in ((PHONE_SIZE, "phone"), (DESK_SIZE, "desktop")):
        screen.go("/?show=trouble")
        screen.shot(artifacts, f"province-fleet-trouble-{name}", width)
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
        screen.go("/centres")
        screen.shot(artifacts, f"province-centres-{name}", width)


def test_the_same_rows_come_as_json_and_csv(server):
    answer = server.get("/v1/kiosks.csv?show=trouble")
    assert answer.body.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))
    kiosks = server.get("/v1/kiosks.json?show=trouble").json()["kiosks"]
    assert [row["log"] for row in table] == [one["log"] for one in kiosks]
    assert all(set(one) <= set(table[0]) for one in kiosks)
    assert table[0]["silent"] == "true" and "học tập cộng đồng" in table[0]["name"]
    assert server.command("kiosks", "--csv", "--trouble").stdout[:3] == b"\xef\xbb\xbf"
    assert len(server.get("/v1/kiosks.csv").body.splitlines()) == KIOSKS + 1

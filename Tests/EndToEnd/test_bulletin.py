"""What a province tells its kiosks: published, fetched, carried on a stick, and never taken back."""

import re
import time

import cbor2
import pytest

from daemons import ROOT, wait_until
from test_transport import one_time_code, rows
from web import set_up

UNITS = """\ufeffcode;name;kind;parent;valid_from;valid_to;successor\r
37;Ninh Bình;tỉnh;;1992-04-01;;\r
14464;Gia Viễn;xã;37;01/07/2025;;\r
14470;"Gia Hòa; cũ";xã;37;1992-04-01;2025-06-30;14464\r
"""
FIXED = {"sync.intervalSeconds": "1"}
VI = ("--language", "vi")


def day(offset=0):
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() + 7 * 3600 + offset * 86_400))


def said(done):
    return (done.stdout + done.stderr).decode("utf-8")


def sequence(data):
    """The number in a bulletin, read without any code of ours."""
    return int(re.search(rb'"seq":(\d+)', cbor2.loads(data).value[2]).group(1))


@pytest.fixture
def pair(kiosk, province):
    server = province().start()
    machine = kiosk(settings=FIXED)
    machine.command("enrol", "--province", server.url, "--code", one_time_code(server))
    wait_until("the first bulletin", lambda: server.get("/v1/bulletin").status == 200)
    return machine, server


def test_units_and_announcements_reach_the_desk_of_a_kiosk(pair, tmp_path):
    machine, server = pair
    file = tmp_path / "units.csv"
    file.write_bytes(UNITS.encode())
    dry = said(server.command("units import", file, "--dry-run"))
    assert "+ 14470 Xã Gia Hòa; cũ (1992-04-01 to 2025-06-30) -> 14464" in dry
    assert "nothing was changed" in dry and rows(server, "SELECT count(*) FROM unit") == [(0,)]
    assert "3 added" in said(server.command("units import", file))
    server.command("announcement add", "--title", "Tuần lễ học tập suốt đời", "--text",
                   "Mời bà con đến nhà văn hóa xóm 3.\nMang theo thẻ.", "--until", day(2))
    server.command("announcement add", "--title", "Lớp tháng sau", "--text", "Sẽ báo.",
                   "--from", day(20), "--until", day(30))

    taken = said(server.command("rubrics import", ROOT / "kiosk-config" / "rubrics.json"))
    assert "6 figures are marked as not confirmed" in taken
    published = said(server.command("bulletin publish"))
    assert "3 units, 2 announcements" in published
    assert "nothing has changed" in said(server.command("bulletin publish"))
    shown = said(server.command("bulletin show"))
    assert "target family 2030: 80 % (387/QĐ-TTg), not confirmed" in shown
    assert "target family 2025: 70 % (387/QĐ-TTg)\n" in shown
    assert "3 Điều kiện học tập: 20 points, not confirmed" in shown

    machine.start()
    desk = set_up(machine)
    page = wait_until("the bulletin at the desk", lambda: (
        "Tuần lễ học tập suốt đời" in desk.go("/desk/bulletin").text) and desk.answer.text)
    assert "<p>Mang theo thẻ.</p>" in page and "Xã Gia Viễn (14464)" in page
    open_mark = '<b class="state attention">chưa đối chiếu với văn bản gốc</b>'
    assert page.count(open_mark) == 6
    assert f"Gia đình học tập: 80 % đến hết năm 2030 (theo 387/QĐ-TTg) {open_mark}" in page
    assert f"4. Hiệu quả học tập: 20 điểm {open_mark}" in page
    assert "family 2030: 80 % (387/QĐ-TTg), chưa đối chiếu" in said(
        machine.command("bulletin show", *VI))
    assert "Lớp tháng sau" not in page and "1 thông báo khác" in page
    wait_until("the province to hear of it", lambda: any(
        kiosk.get("bulletin") for kiosk in server.get("/v1/kiosks.json").json()["kiosks"]))

    # Fetched once, then asked for with its tag only.
    answer = server.get("/v1/bulletin")
    assert answer.headers["content-type"].startswith("application/vnd.learning-kiosk.bulletin+cose")
    again = server.get("/v1/bulletin", **{"If-None-Match": answer.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


def test_a_bulletin_on_a_stick_is_taken_whole_by_number_or_not_at_all(pair, tmp_path):
    machine, server = pair
    first, second = tmp_path / "first.cose", tmp_path / "second.cose"
    server.command("bulletin export", first)
    server.command("announcement add", "--title", "Mới", "--text", "x", "--until", day(2))
    server.command("bulletin publish")
    server.command("bulletin export", second)
    assert second.read_bytes() == server.get("/v1/bulletin").body
    assert sequence(second.read_bytes()) > sequence(first.read_bytes())

    assert "Chưa có bản tin" in said(machine.command("bulletin show", *VI))
    data = second.read_bytes()
    for place in range(0, len(data), max(1, len(data) // 12)):
        spoilt = tmp_path / "spoilt.cose"
        spoilt.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1:])
        refused = machine.command("bulletin import", *VI, spoilt, expect=1)
        assert "Không nhận" in said(refused), place
    cut = tmp_path / "cut.cose"
    cut.write_bytes(data[:-20])
    machine.command("bulletin import", *VI, cut, expect=1)
    assert "Chưa có bản tin" in said(machine.command("bulletin show", *VI))

    assert "Mới" in said(machine.command("bulletin import", *VI, second))
    assert "đã có" in said(machine.command("bulletin import", *VI, second))
    assert "mới hơn" in said(machine.command("bulletin import", *VI, first, expect=1))
    assert f"số {sequence(data)} " in said(machine.command("bulletin show", *VI))


def test_another_province_s_bulletin_is_a_stranger_s(pair, province, tmp_path):
    machine, _ = pair
    other = province("other").start()
    wait_until("the other bulletin", lambda: other.get("/v1/bulletin").status == 200)
    file = tmp_path / "other.cose"
    other.command("bulletin export", file)
    assert "Không nhận" in said(machine.command("bulletin import", *VI, file, expect=1))


WRONG = [
    ("14464,Gia Viễn,xã,37,2025-07-01,,", ["line 2, column parent", "no unit 37"]),
    ("37,Ninh Bình,tỉnh,,31/02/2025,,", ["line 2, column valid_from", "not a day"]),
    ("1446,Gia Viễn,xã,37,2025-07-01,,", ["line 2, column code", "leading zeros"]),
    ("37,Ninh Bình,tỉnh,,2025-07-01,2025-06-01,", ["line 2, column valid_to", "before the first"]),
    ("37,\"Ninh Bình,tỉnh,,2025-07-01,,", ["line 2, column 2", "never closed"]),
    ("37,Ninh B?nh,tỉnh,,2025-07-01,,", ["line 2, column name", "lost its marks"]),
    ("37,A,tỉnh,,2025-07-01,,\n37,B,tỉnh,,2025-08-01,,", ["line 3", "stands already"]),
]


def test_wrong_files_are_named_by_line_and_column_and_change_nothing(province, tmp_path):
    server = province()
    header = "code,name,kind,parent,valid_from,valid_to,successor\n"
    file = tmp_path / "units.csv"
    for text, parts in WRONG:
        file.write_text(header + text + "\n")
        refused = said(server.command("units import", file, expect=1))
        assert all(part in refused for part in parts), refused
        assert "Nothing was changed" in refused
    file.write_bytes((header + "37,Ninh Bình,tỉnh,,2025-07-01,,\n").encode("utf-16"))
    assert "CSV UTF-8" in said(server.command("units import", file, expect=1))
    assert rows(server, "SELECT count(*) FROM unit") == [(0,)]
    file.write_text('{"targets":[{"model":"citizen","year":2030,"percent":160,"source":"x"}]}')
    assert "targets[0].percent" in said(server.command("rubrics import", file, expect=1))

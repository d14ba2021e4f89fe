"""A day on paper: the list as it is printed, read by real decoders, scanned back at the desk.

The codes are bars (Code 128), since of two codes of one size the bars are read better from spoilt paper:
under the model of copier.py a QR symbol of 12.6 mm is read in half of the tries, its finder patterns
being gone, while one clean line across the bars is enough.
"""

import datetime
import random
import re
import subprocess

import cv2
import numpy
import pytest
import zxingcpp
from PIL import Image

import copier
from daemons import wait_until
from desk_steps import director, shots
from roster import roster
from test_door_accessible import axe_findings
from web import set_up

VIETNAM = datetime.timezone(datetime.timedelta(hours=7))
DPI = 300
COPIES = 3
# What no scanner reads of a folded, stained and copied list, a person types.
LEAST_READ = 0.95
# zbar takes the grain of a fine scan for edges; a scanner's optics smooth it, in pixels.
OPTICS_SIGMA = 1.5


@pytest.fixture
def machine(kiosk):
    machine = kiosk()
    machine.command("demo")
    return machine.start()


def held_yesterday(desk):
    """A session of yesterday that was planned and never opened; gives its code."""
    desk.go("/desk/sessions/new")
    yesterday = datetime.datetime.now(VIETNAM) - datetime.timedelta(days=1)
    desk.submit("/desk/sessions", title="Phòng bệnh mùa hè", day=yesterday.strftime("%d/%m/%Y"),
                start="08:00", end="10:30", place="Nhà văn hóa xóm 3", speaker="Trần Thị Mỵ",
                hours="2,5")
    return re.search(r"/desk/sessions/(\d{4}-\d{4})", desk.location).group(1)


def printed(desk, session, folder, who="all", blanks=5):
    """The list as pictures of its pages, and as text."""
    answer = desk.go(f"/desk/sessions/{session}/paper/list.pdf?who={who}&blanks={blanks}")
    assert answer.headers["content-type"] == "application/pdf"
    pdf = folder / "list.pdf"
    pdf.write_bytes(answer.body)
    subprocess.run(["pdftoppm", "-gray", "-r", str(DPI), str(pdf), str(folder / "page")], check=True)
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True,
                          check=True).stdout.decode()
    return [numpy.asarray(Image.open(one)) for one in sorted(folder.glob("page-*.pgm"))], text


def read_by_zxing(picture):
    return [one.text for one in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.Code128)]


def read_by_zbar(picture, folder):
    path = folder / "zbar.pgm"
    Image.fromarray(picture).save(path)
    done = subprocess.run(
        ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Scode128.enable", str(path)],
        capture_output=True, check=False)
    return done.stdout.decode().split()


def test_every_code_of_the_list_is_read_from_paper(machine, tmp_path, artifacts):
    desk = set_up(machine)
    people = [one["card"] for one in roster(machine)]
    pages, text = printed(desk, held_yesterday(desk), tmp_path)
    for number, page in enumerate(pages, 1):
        Image.fromarray(page).resize((827, 1169)).save(artifacts / f"paper-list-{number}.png")
    assert f"Trang 1/{len(pages)}" in text and f"Trang {len(pages)}/{len(pages)}" in text
    assert text.count("Phòng bệnh mùa hè") == len(pages)
    for name, read in [("zxing", read_by_zxing), ("zbar", lambda page: read_by_zbar(page, tmp_path))]:
        found = [code for page in pages for code in read(page)]
        assert sorted(found) == sorted(people), name


def test_a_folded_and_stained_list_is_still_read(machine, tmp_path):
    """One code at a time, as a hand scanner sees it, each with its own fold, blots and copying."""
    desk = set_up(machine)
    pages, _ = printed(desk, held_yesterday(desk), tmp_path)
    codes = zxingcpp.read_barcodes(pages[0], formats=zxingcpp.BarcodeFormat.Code128)
    chance = random.Random("paper list")
    hits = {"zxing": 0, "zbar": 0}
    for code in codes * COPIES:
        crop, place = around(pages[0], code.position)
        sheet = copier.copy(
            copier.fold(copier.blot(crop, DPI, place, chance), DPI, place, chance), DPI, chance)
        hits["zxing"] += code.text in read_by_zxing(sheet)
        smooth = cv2.GaussianBlur(sheet, (0, 0), OPTICS_SIGMA)
        hits["zbar"] += code.text in read_by_zbar(smooth, tmp_path)
    tries = len(codes) * COPIES
    print(f"\nfolded, 2 % blots, copied, {DPI} dpi: of {tries} codes "
          f"zxing reads {hits['zxing'] / tries:.0%}, zbar {hits['zbar'] / tries:.0%}")
    for reader, count in hits.items():
        assert count >= LEAST_READ * tries, (reader, hits)


def around(page, position):
    """The bars with the paper round them, and their place there in millimetres."""
    beside, over = round(4 / 25.4 * DPI), round(2.5 / 25.4 * DPI)
    xs = [position.top_left.x, position.bottom_right.x]
    # A reader of lines says where it looked, not where the bars end: 4 mm to both sides of it.
    middle, half = (position.top_left.y + position.bottom_right.y) // 2, round(4 / 25.4 * DPI)
    top = middle - half - over
    crop = page[top:middle + half + over, xs[0] - beside:xs[1] + beside]
    inner = (beside, over, beside + xs[1] - xs[0], over + 2 * half)
    return crop, [side / DPI * 25.4 for side in inner]


def test_the_list_is_scanned_back_at_the_desk(machine, window, tmp_path, artifacts):
    screen = director(window(machine), machine)
    page = screen.page
    session = scanned_session(screen)
    people = roster(machine)
    page.goto(f"{machine.url}/desk/sessions/{session}")
    page.click(f"main a[href='/desk/sessions/{session}/paper']")
    shots(screen, artifacts, "paper-list")
    page.goto(f"{machine.url}/desk/sessions/{session}/paper/entry")
    screen.says(".notice.attention", "chưa được mở ở máy")
    shots(screen, artifacts, "paper-entry-empty")
    # As a scanner with a memory gives them: one after the other, without waiting.
    page.focus("#code")
    for one in people[:12]:
        page.keyboard.type(one["card"])
        page.keyboard.press("Enter")
    screen.says("[data-part=counted]", "12 người được nhập từ giấy")
    assert page.evaluate("document.activeElement.id") == "code"
    page.fill("#time", "08:20")
    page.focus("#code")
    for code in [people[12]["card"], people[0]["card"], "0000777772", "hello"]:
        page.keyboard.type(code)
        page.keyboard.press("Enter")
    screen.says("[data-part=lines]", "Không phải mã thẻ")
    screen.says("[data-part=lines]", "Đã có")
    screen.says("[data-part=counted]", "13 người được nhập từ giấy")
    shots(screen, artifacts, "paper-entry")
    page.reload()
    screen.says("[data-part=counted]", "13 người được nhập từ giấy")
    lines = page.locator("[data-part=lines] tbody tr").count()
    page.click(f"[data-part=lines] button[aria-label='Bỏ {people[12]['name']}']")
    screen.says(".notice.success", "Đã bỏ lượt vừa nhập")
    screen.says("[data-part=counted]", "12 người được nhập từ giấy")
    assert page.locator("[data-part=lines] tbody tr").count() == lines - 1
    page.goto(f"{machine.url}/desk/sessions/{session}")
    screen.says(".desk-roll", "khoảng 08:00")
    screen.says(".desk-roll", "từ giấy")
    screen.says("main .state", "Đã đóng")
    shots(screen, artifacts, "paper-roll")


def scanned_session(screen):
    """Yesterday's session, made in the browser's own signed-in profile."""
    page = screen.page
    page.goto(f"{screen.daemon.url}/desk/sessions/new")
    yesterday = datetime.datetime.now(VIETNAM) - datetime.timedelta(days=1)
    for name, value in [("title", "Phòng bệnh mùa hè"), ("day", yesterday.strftime("%d/%m/%Y")),
                        ("start", "08:00"), ("end", "10:30"), ("hours", "2,5")]:
        page.fill(f"main [name={name}]", value)
    page.click("main form .button.primary")
    page.wait_for_url(re.compile(r"/desk/sessions/\d{4}-\d{4}$"))
    return re.search(r"/desk/sessions/(\d{4}-\d{4})", page.url).group(1)


def test_codes_wait_for_a_machine_that_does_not_answer(machine, window):
    screen = director(window(machine), machine)
    screen.expects("Failed to load resource", "net::ERR")
    page = screen.page
    session = scanned_session(screen)
    people = roster(machine)
    page.goto(f"{machine.url}/desk/sessions/{session}/paper/entry")
    page.route("**/paper/entry", lambda route: route.abort() if route.request.method == "POST"
               else route.continue_())
    for one in people[:3]:
        page.fill("#code", one["card"])
        page.press("#code", "Enter")
    screen.says("[data-said]", "Chưa ghi được 3 mã")
    page.unroute("**/paper/entry")
    screen.says("[data-part=counted]", "3 người được nhập từ giấy")
    wait_until("the message to go", lambda: page.locator("[data-said]").is_hidden())


def entering(screen, machine, time=""):
    """The page that takes a list, with a time written; gives the codes that it sends."""
    page, sent = screen.page, []
    screen.expects("Failed to load resource")  # the refused time
    page.goto(f"{machine.url}/desk/sessions/{scanned_session(screen)}/paper/entry")
    page.on("request", lambda one: one.method == "POST" and sent.append(one.post_data))
    page.fill("#time", time)
    page.focus("#code")
    return sent


def test_nothing_is_lost_that_is_scanned_while_the_time_is_wrong(machine, window, artifacts):
    """Staff scan the whole list in a flow and look up at its end."""
    screen = director(window(machine), machine)
    page, people = screen.page, roster(machine)[:10]
    sent = entering(screen, machine, "7h75")
    for person in people:
        screen.scan(person["card"])
    screen.says("[data-said]", "Còn 10 mã chờ ghi")
    screen.says("#time-error", "Giờ viết sai")
    assert page.get_attribute("#time", "aria-invalid") == "true"
    assert "time-error" in page.get_attribute("#time", "aria-describedby")
    assert page.input_value("#time") == "7h75"
    assert page.evaluate("document.activeElement.id") == "code"
    assert len(sent) == 1
    shots(screen, artifacts, "paper-held")
    assert not axe_findings(page)
    # A time that was still to come may have come: without a code, Enter asks once more.
    page.press("#time", "Enter")
    wait_until("the time to be asked about", lambda: len(sent) == 2)
    screen.says("[data-said]", "Còn 10 mã chờ ghi")
    page.fill("#time", "08:20")
    page.press("#time", "Enter")
    screen.says("[data-part=counted]", "10 người được nhập từ giấy")
    assert page.locator("[data-part=lines] td:has-text('08:20')").count() == 10
    wait_until("the message to go", lambda: page.locator("[data-said]").is_hidden())
    assert page.get_attribute("#time", "aria-invalid") is None
    assert page.locator("#time-error").count() == 0
    assert page.evaluate("document.activeElement.id") == "code"


def test_the_next_scan_confirms_a_time_that_has_been_corrected(machine, window):
    screen = director(window(machine), machine)
    page, people = screen.page, roster(machine)
    entering(screen, machine, "7h75")
    for person in people[:3]:
        screen.scan(person["card"])
    screen.says("[data-said]", "Còn 3 mã chờ ghi")
    page.fill("#time", "08:20")
    page.focus("#code")
    screen.scan(people[3]["card"])
    screen.says("[data-part=counted]", "4 người được nhập từ giấy")
    assert page.locator("[data-part=lines] td:has-text('08:20')").count() == 4


def test_a_code_that_is_scanned_into_the_time_is_a_code(machine, window):
    """Somebody is correcting the time, or only stands in its field, and goes on scanning."""
    screen = director(window(machine), machine)
    page, people = screen.page, roster(machine)
    entering(screen, machine, "7h75")
    screen.scan(people[0]["card"])
    screen.says("[data-said]", "Còn 1 mã chờ ghi")
    page.focus("#time")
    screen.scan(people[1]["card"])
    screen.says("[data-said]", "Còn 2 mã chờ ghi")
    assert page.input_value("#time") == "7h75"
    page.focus("#time")
    page.press("#time", "Control+a")  # what is scanned now takes the place of all that is written
    screen.scan(people[2]["card"], end="Tab")
    screen.says("[data-said]", "Còn 3 mã chờ ghi")
    assert page.input_value("#time") == "7h75"
    page.focus("#time")
    page.press("#time", "Control+a")
    page.keyboard.type("8:20", delay=120)
    screen.scan(people[3]["card"])
    screen.says("[data-part=counted]", "4 người được nhập từ giấy")
    assert page.input_value("#time") == "8:20"
    assert page.locator("[data-part=lines] td:has-text('08:20')").count() == 4


def test_the_list_is_entered_without_javascript(machine):
    desk = set_up(machine)
    session = held_yesterday(desk)
    people = roster(machine)
    path = f"/desk/sessions/{session}/paper/entry"
    desk.go(path)
    for one in people[:3]:
        desk.submit(path, code=one["card"], time="08:15")
    assert "3 người được nhập từ giấy" in desk.answer.text
    assert 'name="time" type="text" inputmode="numeric" value="08:15"' in desk.answer.text
    assert "Đã có" not in desk.answer.text
    # The address that a reload asks for again enters nothing.
    assert "time=08%3A15" in desk.location
    desk.go(desk.location)
    assert "3 người được nhập từ giấy" in desk.answer.text and "Đã có" not in desk.answer.text

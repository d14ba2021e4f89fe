"""The manager's whole job in a real browser, from the one-time code to the register."""

import datetime
import re
import unicodedata

import pytest

from browser import DESK_SIZE, PHONE_SIZE
from roster import roster

PASSWORD = "mat-khau-rat-dai-2026"
IDENTITY_CARD = ("037085001234|162345678|Nguyễn Thị Thuỳ Dương|05031985|Nữ|"
                 "Xóm 4, Gia Viễn, Ninh Bình|12082021")
COURSE = "Kỹ thuật trồng lúa chất lượng cao"
NUMBER = r"14464-1-\d{4}-\d{6}"


@pytest.fixture
def centre(kiosk):
    """A kiosk on which nobody is set up yet."""
    return lambda **settings: kiosk(settings={"desk.passwordCost": "10", **settings}).start()


@pytest.fixture
def demonstration(kiosk):
    machine = kiosk(settings={"desk.passwordCost": "10"})
    machine.command("demo")
    return machine.start()


def fill(screen, button=".button.primary", **values):
    """Fills in the fields of the page by their names and presses the main button."""
    for name, value in values.items():
        field = screen.page.locator(f"main [name={name}]:not([type=hidden])")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    screen.page.click(f"main form {button}")


def set_up(screen, machine, name="giamdoc"):
    code = (machine.data / "setup-code").read_text().strip()
    screen.go("/desk/set-up")
    fill(screen, code=code, name=name, password=PASSWORD, passwordAgain=PASSWORD)
    screen.page.wait_for_url("**/desk")
    return screen


def director(window, machine):
    return set_up(window(machine), machine)


def sign_in(screen, name, password=PASSWORD):
    screen.go("/desk/sign-in")
    fill(screen, name=name, password=password)


def both_shots(screen, folder, name):
    """The page on a desk's display and on a telephone, where nothing may stick out sideways."""
    screen.shot(folder, f"desk-{name}-phone", PHONE_SIZE)
    wide = screen.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE_SIZE[0], f"{name} is {wide} pixels wide on a telephone"
    screen.shot(folder, f"desk-{name}", DESK_SIZE)
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= DESK_SIZE[0], name


def add_course(screen, title=COURSE, sessions="1"):
    screen.go("/desk/courses/new")
    fill(screen, title=title, group="economy", hours="2", requiredSessions=sessions)


def add_session(screen, title="Buổi 1", course=COURSE):
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7)))
    screen.go("/desk/sessions/new")
    code = screen.page.get_attribute(f"[name=courseCode] option:has-text('{course}')", "value")
    screen.page.select_option("[name=courseCode]", code)
    fill(screen, title=title, day=today.strftime("%d/%m/%Y"), start="00:00", end="23:59", hours="2",
         place="Nhà văn hóa xóm 3")
    screen.says(".notice.success", "Đã thêm buổi học")


def course_address(screen):
    screen.go("/desk/courses")
    return screen.page.get_attribute(f"main a:has-text('{COURSE}')", "href")


def test_the_first_director_needs_the_one_time_code(centre, window, artifacts):
    machine = centre()
    screen = window(machine)
    screen.expects("status of 403", "status of 422")
    screen.go("/desk")
    assert screen.page.url.endswith("/desk/set-up")
    fill(screen, code="ABCD-EFGH", name="giamdoc", password=PASSWORD, passwordAgain=PASSWORD)
    screen.says(".notice.error", "Mã thiết lập không đúng")
    both_shots(screen, artifacts, "set-up-wrong")
    fill(screen, code="ABCD-EFGH", name="giamdoc", password=PASSWORD, passwordAgain="khac")
    screen.says(".wrong", "không giống nhau")
    set_up(screen, machine)
    screen.says(".notice.success", "Đã thiết lập xong")
    both_shots(screen, artifacts, "today-empty")
    screen.go("/desk/set-up")
    assert screen.page.url.endswith("/desk/sign-in"), "the code is good once"


def test_wrong_passwords_are_told_and_then_a_pause_is_made(centre, window, artifacts):
    machine = centre(**{"desk.attempts": "2"})
    screen = director(window, machine)
    screen.page.click(".desk-top form button")
    screen.says(".notice", "Đã đăng xuất")
    screen.expects("status of 403", "status of 429")
    for _ in range(2):
        sign_in(screen, "giamdoc", "sai-mat-khau-roi")
        screen.says(".notice.error", "không đúng")
    both_shots(screen, artifacts, "sign-in-wrong")
    sign_in(screen, "giamdoc")
    screen.says(".notice.error", "Đã nhập sai quá nhiều lần. Hãy thử lại sau 5 phút")
    both_shots(screen, artifacts, "sign-in-locked")
    screen.go("/desk/residents")
    assert "/desk/sign-in" in screen.page.url


def test_a_resident_is_added_from_the_text_of_an_identity_card(centre, window, artifacts):
    screen = director(window, centre())
    screen.expects("status of 422")
    screen.go("/desk/residents/new")
    fill(screen, "button[value=read]", scan=IDENTITY_CARD.replace("05031985", "31021985"))
    screen.says(".wrong", "Ngày 31/02/1985 trong mã không có thật")
    both_shots(screen, artifacts, "resident-scan-wrong")
    fill(screen, "button[value=read]", scan=IDENTITY_CARD)
    assert screen.page.input_value("[name=name]") == "Nguyễn Thị Thuỳ Dương"
    assert screen.page.input_value("[name=birth]") == "05/03/1985"
    both_shots(screen, artifacts, "resident-scanned")
    screen.page.click("button[value=save]")
    screen.says(".notice.success", "Đã thêm Nguyễn Thị Thuỳ Dương")
    assert "037085001234" not in screen.page.content(), "the whole number is not kept"
    both_shots(screen, artifacts, "resident")
    screen.go("/desk/residents")
    fill(screen, "button", q="thuy duong")
    screen.says("main", "Tìm thấy 1 người")
    screen.go("/desk/residents/new")
    fill(screen, "button[value=read]", scan=IDENTITY_CARD)
    screen.page.click("button[value=save]")
    screen.says(".notice.error", "đã ghi cho một người khác")


@pytest.mark.parametrize("title", ["Chứng chỉ tin học A", "CẤP CHỨNG CHỈ nghề", 
    unicodedata.normalize("NFD", "Chứng chỉ nghề may")])
def test_a_course_must_not_promise_a_diploma(centre, window, artifacts, title):
    screen = director(window, centre())
    screen.expects("status of 422")
    add_course(screen, title)
    screen.says(".notice.error", "chỉ cấp giấy chứng nhận, không cấp văn bằng")
    assert screen.page.input_value("[name=requiredSessions]") == "1", "what was typed stays"
    both_shots(screen, artifacts, "course-refused")
    screen.go("/desk/courses")
    screen.says("main", "Chưa có chuyên đề nào")


def test_from_the_course_to_the_register(demonstration, window, artifacts):
    screen = director(window, demonstration)
    person, marked = roster(demonstration)[:2]
    both_shots(screen, artifacts, "today")
    hold_session(screen, demonstration, person, marked, artifacts)
    number = issue(screen, demonstration, marked, artifacts)
    open_paper(screen, number)
    cancel(screen, number, artifacts)
    screen.go("/desk/register")
    screen.says("tr.is-cancelled", "Ghi sai họ tên")
    both_shots(screen, artifacts, "register")
    screen.go("/desk/certificates")
    both_shots(screen, artifacts, "certificates")


def hold_session(screen, machine, person, marked, artifacts):
    """One person checks in by card, another is marked on the roll; the session is closed."""
    add_course(screen)
    add_session(screen)
    both_shots(screen, artifacts, "session-planned")
    screen.page.click("form[action$='/open'] button")
    screen.says(".notice.success", "Đã mở buổi học")
    session = re.search(r"\d{4}-\d{4}", screen.page.url).group(0)
    assert machine.check_in(person["card"], session=session).json()["outcome"] == "welcome"
    screen.page.fill("#q", marked["name"])
    screen.page.click(".desk-search button")
    screen.page.click("form[action$='/roll'] .button.small >> nth=0")
    screen.says(".notice.success", f"Đã ghi {marked['name']} có mặt")
    both_shots(screen, artifacts, "roll")
    screen.go(f"{course_address(screen)}/certificates")
    screen.says(".desk-reasons", "còn một buổi học đang mở")
    screen.go(f"/desk/sessions/{session}")
    screen.page.click("form[action$='/close'] button")
    screen.says(".notice.success", "Đã đóng buổi học")


def issue(screen, machine, holder, artifacts):
    """Issues to one person; gives the number of the certificate."""
    screen.go(f"{course_address(screen)}/certificates")
    screen.says("main", "Đủ điều kiện (2)")
    both_shots(screen, artifacts, "eligible")
    screen.page.click(f"tr:has-text('{holder['name']}') .button.small")
    screen.says(".notice.success", f"cho {holder['name']}")
    screen.go("/desk/certificates")
    row = f".desk-table tr:has-text('{holder['name']}'):has-text('{COURSE}')"
    number = re.search(NUMBER, screen.page.inner_html(row)).group(0)
    screen.go(f"/desk/certificates/{number}")
    screen.says(".facts", holder["name"])
    both_shots(screen, artifacts, "certificate")
    return number


def open_paper(screen, number):
    address = screen.page.get_attribute("a[href$='.pdf']", "href")
    assert number in address
    paper = screen.profile.request.get(address)
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body().startswith(b"%PDF-") and len(paper.body()) > 5_000


def cancel(screen, number, artifacts):
    screen.expects("status of 422")
    screen.page.click("#cancel summary")
    screen.page.click("#cancel .button.danger")
    screen.says("#cancel .wrong", "Hãy ghi lý do hủy")
    both_shots(screen, artifacts, "cancel-refused")
    screen.page.fill("[name=reason]", "Ghi sai họ tên")
    screen.page.check("[name=sure]")
    screen.page.click("#cancel .button.danger")
    screen.says(".notice.success", "Đã hủy")
    assert screen.page.locator("form[action$='/print']").count() == 0
    both_shots(screen, artifacts, "cancelled")

"""A class's certificates in a real browser: issued with progress, corrected, taken away and checked."""

import io
import re

import openpyxl
import pytest

from daemons import wait_until
from desk_steps import director, held_course, shots
from roster import roster
from web import Visitor, set_up

NUMBER = r"14464-1-\d{4}-\d{6}"


@pytest.fixture
def centre(kiosk, window):
    """A kiosk with a class that earned certificates: its director's browser, the course's code."""
    def make(people=12, **profile):
        machine = kiosk(settings={"desk.passwordCost": "10"})
        machine.command("demo")
        machine.start()
        screen = director(window(machine, **profile), machine)
        visitor = Visitor(machine)
        visitor.cookies = {one["name"]: one["value"] for one in screen.profile.cookies()}
        return machine, screen, visitor, held_course(visitor, roster(machine)[:people])
    return make


def numbers(visitor, course):
    return sorted(set(re.findall(NUMBER, visitor.go(f"/desk/register?course={course}").text)))


def test_a_class_is_issued_to_with_progress_and_printed_as_one_job(centre, artifacts):
    machine, screen, visitor, course = centre()
    screen.go(f"/desk/courses/{course}/certificates")
    shots(screen, artifacts, "class-eligible")
    screen.page.click(".desk-class .button.primary")
    screen.says(".desk-run", "Đã cấp 12/12 giấy")
    screen.says(".desk-run", "Đã gửi cả lớp ra máy in trong một lần in")
    screen.says("main", "PDF cả lớp")
    shots(screen, artifacts, "class-done")
    assert len(numbers(visitor, course)) == 12
    wait_until("the one paper", lambda: len(list((machine.data / "printed").glob("*.pdf"))) == 1)
    screen.go("/desk/prints")
    screen.says("main", "12 giấy chứng nhận")
    screen.says("main .state", "Đã in")
    shots(screen, artifacts, "prints")
    screen.go(f"/desk/courses/{course}/certificates")
    screen.says("main", "In lại cả 12 giấy")
    shots(screen, artifacts, "class-papers")
    paper = screen.profile.request.get(f"/desk/courses/{course}/certificates/certificates.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body().count(b"/Type /Page\n") == 12 or len(paper.body()) > 50_000


def test_a_class_is_issued_to_without_script(centre, artifacts):
    machine, screen, visitor, course = centre(people=5, java_script_enabled=False)
    screen.go(f"/desk/courses/{course}/certificates")
    screen.page.click(".desk-class .button.primary")
    screen.page.wait_for_selector("text=Đã cấp 5/5 giấy")
    screen.page.wait_for_selector("text=Đã cấp xong")
    assert len(numbers(visitor, course)) == 5


def test_a_class_that_a_power_cut_interrupts_goes_on_with_the_others(kiosk):
    """Whether the cut came in the middle or just after it, all get one number each, without a gap."""
    machine = kiosk(settings={"desk.passwordCost": "10"})
    machine.command("demo")
    machine.start()
    visitor = set_up(machine)
    course = held_course(visitor, roster(machine)[:40])
    run = f"/desk/courses/{course}/certificates/run"
    visitor.go(f"/desk/courses/{course}/certificates")
    visitor.submit(run, print=[])
    machine.kill()
    machine.start()
    before = numbers(visitor, course)
    if "Bị ngắt giữa chừng" in visitor.go(run).text:
        assert f"Đã cấp {len(before)}/40 giấy" in visitor.answer.text
        visitor.submit(run)
    wait_until("the others", lambda: len(numbers(visitor, course)) == 40)
    assert set(before) <= set(numbers(visitor, course)), "what was issued is issued"
    sequences = [int(one[-6:]) for one in numbers(visitor, course)]
    assert sequences == list(range(sequences[0], sequences[0] + 40)), "no gap"


def test_a_wrong_name_is_corrected_and_the_old_certificate_leads_to_the_new(centre, artifacts):
    machine, screen, visitor, course = centre(people=2)
    screen.expects("status of 422")
    screen.go(f"/desk/courses/{course}/certificates")
    screen.page.click("td.is-act .button.small >> nth=0")
    screen.says(".notice.success", "Đã cấp giấy chứng nhận")
    old = re.search(NUMBER, screen.page.url).group(0)
    screen.page.click("text=Sửa và cấp lại")
    screen.page.click("text=Sửa thông tin người này")
    name = screen.page.input_value("[name=name]")
    screen.page.fill("[name=name]", f"{name} Ngân")
    screen.page.click("button[value=save]")
    screen.go(f"/desk/certificates/{old}/replace")
    screen.says("del", name)
    screen.page.click("main form .button.primary")
    screen.says(".notice.error, .wrong", "Hãy chọn lý do cấp lại")
    shots(screen, artifacts, "replace-refused")
    screen.page.select_option("[name=why]", "wrongName")
    screen.page.check("[name=sure]")
    screen.page.click("main form .button.primary")
    screen.says(".notice.success", "cấp giấy số")
    screen.says(".notice", "Giấy này được cấp thay cho giấy số")
    new = re.search(NUMBER, screen.page.url).group(0)
    shots(screen, artifacts, "replacing")
    screen.go(f"/desk/certificates/{old}")
    screen.says(".notice.error", "Đã được thay bằng giấy số")
    shots(screen, artifacts, "replaced")
    screen.page.click(".notice.error a")
    screen.page.wait_for_url(f"**/{new}")


def test_the_register_opens_in_a_spreadsheet_with_every_mark(centre, artifacts):
    machine, screen, visitor, course = centre(people=3)
    visitor.go(f"/desk/courses/{course}/certificates")
    visitor.submit(f"/desk/courses/{course}/certificates/run", print=[])
    wait_until("the class", lambda: len(numbers(visitor, course)) == 3)
    first = numbers(visitor, course)[0]
    visitor.go(f"/desk/certificates/{first}")
    visitor.submit(f"/desk/certificates/{first}/cancel", reason="=1+1; sai", sure="yes")
    screen.go(f"/desk/register?course={course}")
    shots(screen, artifacts, "register-course")
    year = re.search(r"-(\d{4})-", first).group(1)
    query = f"year={year}&course={course}"
    book = openpyxl.load_workbook(io.BytesIO(visitor.go(f"/desk/register/register.xlsx?{query}").body))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][:3] == ("Số", "Số đầy đủ", "Họ và tên")
    assert [one[1] for one in rows[1:]] == numbers(visitor, course)
    names = {one["name"] for one in roster(machine)[:3]}
    assert {one[2] for one in rows[1:]} == names
    assert rows[1][7] == 2 and rows[1][8].year == int(year), "hours and day are not texts"
    assert rows[1][10] == "=1+1; sai"
    cell = book.active["K2"]
    assert cell.data_type == "s", "a text, never a formula"
    assert book.active.freeze_panes == "A2"
    csv = visitor.go(f"/desk/register/register.csv?{query}").body
    assert csv.startswith(b"\xef\xbb\xbf")
    lines = csv.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("Số;Số đầy đủ;Họ và tên;")
    assert "\"'=1+1; sai\"" in lines[1]
    english = visitor.go(f"/desk/register/register.csv?{query}&lang=en").body.decode("utf-8-sig")
    assert english.startswith("Number,Full number,")


def test_the_register_is_a_book_of_paper(centre):
    machine, screen, visitor, course = centre(people=3)
    visitor.go(f"/desk/courses/{course}/certificates")
    visitor.submit(f"/desk/courses/{course}/certificates/run", print=[])
    wait_until("the class", lambda: len(numbers(visitor, course)) == 3)
    book = visitor.go(f"/desk/register/register.pdf?course={course}")
    assert book.headers["content-type"] == "application/pdf"
    assert book.body.startswith(b"%PDF-")


def test_a_certificate_that_somebody_brings_is_judged_at_the_desk(centre, tmp_path, artifacts):
    machine, screen, visitor, course = centre(people=1)
    screen.expects("status of 422")
    screen.go(f"/desk/courses/{course}/certificates")
    screen.page.click("td.is-act .button.small >> nth=0")
    number = re.search(NUMBER, screen.page.url).group(0)
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(visitor.go(f"/desk/certificates/{number}/certificate.pdf").body)
    screen.go("/desk/verify")
    screen.page.click("main form .button.primary")
    screen.says(".notice.error", "Hãy dán nội dung mã")
    shots(screen, artifacts, "verify-empty")
    screen.page.set_input_files("[name=picture]", paper)
    screen.page.click("main form .button.primary")
    screen.says(".desk-verdict", "Bản trình diễn")
    screen.says(".desk-verdict .facts", number)
    shots(screen, artifacts, "verify")
    screen.page.fill("[name=code]", "https://gcn.example/c#123")
    screen.page.click("main form .button.primary")
    screen.says(".desk-verdict", "Không đọc được mã")


def test_a_printer_is_looked_for_and_typed(centre, artifacts):
    machine, screen, visitor, course = centre(people=1)
    screen.expects("status of 422")
    screen.go("/desk/prints")
    screen.page.click("text=Chọn máy in")
    screen.page.click("text=Tìm máy in >> visible=true >> nth=0")
    screen.says("main", "nhập địa chỉ bên dưới")
    shots(screen, artifacts, "printer")
    screen.page.fill("[name=address]:not([type=hidden])", "192.168.1.20")
    screen.page.click("text=Dùng địa chỉ này")
    screen.says(".wrong", "Địa chỉ phải bắt đầu bằng ipp://")
    screen.page.fill("[name=address]:not([type=hidden])", "ipp://127.0.0.1:9/ipp/print")
    screen.page.click("text=Dùng địa chỉ này")
    screen.says(".notice.success", "Đã chọn")
    screen.says(".notice.attention", "Máy in không trả lời")
    shots(screen, artifacts, "printer-gone")

"""Paper on a real IPP printer, and the papers themselves under two strangers' decoders."""

import re
import subprocess
import unicodedata

import pytest
import zxingcpp
from PIL import Image

from daemons import wait_until
from ipp_printer import IPPPrinter
from roster import roster
from web import Forms, set_up

COURSE = "Chăn nuôi gà thả vườn"
NUMBER = r"14464-1-\d{4}-\d{6}"


@pytest.fixture
def printer(tmp_path):
    device = IPPPrinter(tmp_path / "printer")
    yield device
    device.switch_off()


@pytest.fixture
def centre(kiosk):
    """A kiosk with demonstration data that prints to the given address, and its director."""
    def make(address=""):
        machine = kiosk(settings={"printer.address": f'"{address}"', "printer.retrySeconds": "1",
                                  "desk.passwordCost": "10"})
        machine.command("demo")
        machine.start()
        return machine, set_up(machine)
    return make


def issue_one(desk):
    """Issues to the first person of the course who is eligible; gives the certificate's number."""
    desk.go("/desk/certificates")
    course = re.search(rf'href="(/desk/courses/[^"]+/certificates)">{COURSE}', desk.answer.text)
    desk.go(course.group(1))
    before = set(re.findall(NUMBER, desk.go("/desk/register").text))
    desk.go(course.group(1))
    resident = re.search(r'aria-label="Cấp giấy[^>]*', desk.answer.text)
    assert resident, "nobody of the demonstration is eligible"
    row = desk.answer.text[:resident.start()]
    holder = re.findall(r'name="resident" value="(\d+)"', row)[-1]
    desk.submit(course.group(1), resident=holder)
    new = set(re.findall(NUMBER, desk.go("/desk/register").text)) - before
    assert len(new) == 1
    return new.pop()


def paper_of(desk, number):
    return desk.go(f"/desk/certificates/{number}/certificate.pdf").body


def says(desk, number, words):
    return lambda: words in desk.go(f"/desk/certificates/{number}").text


def test_an_issued_certificate_comes_out_of_the_printer(centre, printer):
    printer.switch_on()
    machine, desk = centre(printer.address)
    number = issue_one(desk)
    wait_until("the paper", lambda: len(printer.completed()) == 1)
    assert printer.documents()[0] == paper_of(desk, number)
    wait_until("the desk to say so", says(desk, number, "Đã in"))

    desk.go(f"/desk/certificates/{number}")
    desk.submit(f"/desk/certificates/{number}/print")
    wait_until("the second copy", lambda: len(printer.completed()) == 2)
    assert printer.documents()[1] == paper_of(desk, number) != printer.documents()[0]


def test_a_printer_that_is_off_holds_up_nothing_and_prints_once_later(centre, printer):
    machine, desk = centre(printer.address)
    number = issue_one(desk)
    wait_until("the desk to say so", says(desk, number, "Máy in báo lỗi, sẽ thử lại"))
    assert "Có bản in chưa in được" in desk.go("/desk").text
    outcomes = [machine.check_in(one["card"]).json()["outcome"] for one in roster(machine)[:5]]
    assert outcomes == ["welcome"] * 5
    assert "máy in" not in machine.get("/").text.lower(), "the door has no part in it"

    printer.switch_on()
    wait_until("the paper", lambda: len(printer.completed()) == 1)
    wait_until("the desk to say so", says(desk, number, "Đã in"))
    assert "Có bản in chưa in được" not in desk.go("/desk").text
    second = issue_one(desk)
    wait_until("the next paper", lambda: len(printer.completed()) >= 2)
    assert printer.documents() == [paper_of(desk, number), paper_of(desk, second)]


def test_a_job_survives_the_end_of_the_service(centre, printer):
    machine, desk = centre(printer.address)
    number = issue_one(desk)
    wait_until("a first attempt", says(desk, number, "Máy in báo lỗi, sẽ thử lại"))
    machine.kill()
    printer.switch_on()
    machine.start()
    wait_until("the paper", lambda: len(printer.completed()) == 1)
    assert printer.documents() == [paper_of(desk, number)]


def test_a_cancelled_certificate_is_not_printed_any_more(centre, printer):
    machine, desk = centre(printer.address)
    wrong = issue_one(desk)
    wait_until("a first attempt", says(desk, wrong, "Máy in báo lỗi, sẽ thử lại"))
    desk.submit(f"/desk/certificates/{wrong}/cancel", reason="Ghi sai họ tên", sure="yes")
    right = issue_one(desk)
    printer.switch_on()
    wait_until("the paper", lambda: len(printer.completed()) == 1)
    wait_until("the desk to say so", says(desk, right, "Đã in"))
    assert printer.documents() == [paper_of(desk, right)]


def test_a_job_that_a_power_cut_interrupts_is_printed_after_it(centre, printer):
    """The kiosk is killed while the printer has the job, and again before it has taken the next."""
    printer.holds("media-empty")
    printer.switch_on()
    machine, desk = centre(printer.address)
    first = issue_one(desk)
    wait_until("the printer to have it", says(desk, first, "Máy in đã nhận"))
    second = issue_one(desk)
    machine.kill()
    printer.lets_go()
    printer.prints()
    machine.start()
    wait_until("the first to be out", says(desk, first, "Đã in"))
    wait_until("the second to be out", says(desk, second, "Đã in"))
    assert printer.completed() == [paper_of(desk, first), paper_of(desk, second)]


@pytest.mark.parametrize("reason, words", [
    ("media-empty", "Máy in hết giấy."), ("media-jam", "Máy in bị kẹt giấy."),
    ("cover-open", "Nắp máy in đang mở."), ("toner-empty", "Máy in hết mực.")])
def test_what_holds_a_paper_back_is_told_in_words(centre, printer, reason, words):
    printer.holds(reason)
    printer.switch_on()
    machine, desk = centre(printer.address)
    number = issue_one(desk)
    wait_until("the queue to say so", lambda: words in desk.go("/desk/prints").text)
    wait_until("the job's line to say why", lambda: (
        "Máy in đã nhận nhưng đang dừng" in desk.go("/desk/prints").text))
    assert machine.check_in(roster(machine)[0]["card"]).json()["outcome"] == "welcome"
    printer.lets_go()
    wait_until("the paper to be out", says(desk, number, "Đã in"))
    assert words not in desk.go("/desk/prints").text or wait_until(
        "the printer's own line", lambda: words not in desk.go("/desk/prints").text)


def test_a_printer_switched_off_in_the_middle_asks_the_clerk(centre, printer):
    printer.holds("media-empty")
    printer.switch_on()
    machine, desk = centre(printer.address)
    number = issue_one(desk)
    wait_until("the printer to have it", says(desk, number, "Máy in đã nhận"))
    printer.switch_off()
    wait_until("the queue to say so", lambda: "Máy in không trả lời" in desk.go("/desk/prints").text)
    printer.lets_go()
    printer.prints()
    printer.switch_on()
    wait_until("the clerk to be asked", lambda: (
        "Máy in đã tắt giữa chừng" in desk.go("/desk/prints").text))
    desk.submit("/desk/prints/1/retry")
    wait_until("the paper", says(desk, number, "Đã in"))


def test_a_printer_is_chosen_at_the_desk_and_takes_what_waits_and_a_test_page(centre, printer):
    machine, desk = centre("ipp://127.0.0.1:9/ipp/print")
    number = issue_one(desk)
    wait_until("a first attempt", says(desk, number, "Máy in báo lỗi, sẽ thử lại"))
    desk.go("/desk/printer")
    desk.submit("/desk/printer/search")
    wait_until("the search to end", lambda: (
        "Đang tìm máy in" not in desk.go("/desk/printer").text))
    desk.submit("/desk/printer", 422, address="http://127.0.0.1/")
    printer.switch_on()
    desk.go("/desk/printer")
    desk.form("/desk/printer")
    forms = [one for one in Forms(desk.answer.text).forms if "address" in one["names"]]
    assert len(forms) == 1
    token = dict(forms[0]["fields"])["csrf"]
    desk.post("/desk/printer", csrf=token, address=printer.address)
    wait_until("the paper", lambda: printer.completed() == [paper_of(desk, number)])
    machine.stop()
    machine.start()
    assert printer.address in desk.go("/desk/printer").text, "the choice outlives a restart"
    desk.submit("/desk/printer/test-page")
    wait_until("the test page", lambda: len(printer.completed()) == 2)
    assert "Trang in thử" in text_of(printer.documents()[-1])


def pages(pdf, folder, name):
    """The pages of a PDF as pictures at 300 dots an inch."""
    source = folder / f"{name}.pdf"
    source.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "300", "-png", source, folder / name], check=True)
    return sorted(folder.glob(f"{name}-*.png"))


def zbar(picture):
    done = subprocess.run(["zbarimg", "--quiet", "--raw", picture], check=True, capture_output=True)
    return sorted(done.stdout.decode("utf-8").split())


def text_of(pdf):
    """The words of a PDF in one line; the slanting watermark stands apart from them."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, check=True,
                          capture_output=True)
    return " ".join(done.stdout.decode("utf-8").split())


def resident_id(desk, person):
    found = desk.go(f"/desk/residents?q={person['card']}").text
    return re.search(rf'residents/(\d+)">{person["name"]}<', found).group(1)


def test_ten_cards_on_a_sheet_read_as_the_roster(centre, tmp_path, artifacts):
    machine, desk = centre()
    people = roster(machine)[:10]
    ids = [resident_id(desk, one) for one in people]
    pdf = desk.go("/desk/residents/cards.pdf?" + "&".join(f"id={one}" for one in ids)).body
    sheets = pages(pdf, tmp_path, "cards")
    assert len(sheets) == 1
    expected = sorted(one["card"] for one in people)
    assert sorted(code.text for code in zxingcpp.read_barcodes(Image.open(sheets[0]))) == expected
    assert zbar(sheets[0]) == expected
    text = text_of(pdf)
    assert unicodedata.is_normalized("NFC", text)
    for person in people:
        assert person["name"] in text
    Image.open(sheets[0]).save(artifacts / "cards.png")


def test_a_certificate_reads_the_same_for_two_decoders_and_as_text(centre, tmp_path, artifacts):
    machine, desk = centre()
    number = issue_one(desk)
    pdf = paper_of(desk, number)
    sheets = pages(pdf, tmp_path, "certificate")
    assert len(sheets) == 1
    codes = [code.text for code in zxingcpp.read_barcodes(Image.open(sheets[0]))]
    assert len(codes) == 1 and re.fullmatch(r"HTTPS?://\S+#\d{100,}", codes[0], re.IGNORECASE)
    assert zbar(sheets[0]) == codes
    holder = re.search(rf'(?s)certificates/{number}">.*?desk-holder"[^>]*>([^<]+)',
                       desk.go("/desk/register").text).group(1)
    text = text_of(pdf)
    assert unicodedata.is_normalized("NFC", text)
    for words in (number, COURSE, holder.upper(), "GIẤY CHỨNG NHẬN"):
        assert words in text, text
    Image.open(sheets[0]).save(artifacts / "certificate-demonstration.png")

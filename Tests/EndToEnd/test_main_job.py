"""The main job on real input: identity cards are read from pictures, residents check in, certificates
are printed and verified by strangers' software, and the province holds the same rows as the kiosk.
"""

import datetime
import io
import json
import re
import sqlite3
import subprocess
import sys
import unicodedata

import cbor2
import cwt
import psycopg
import segno
import zxingcpp
from PIL import Image

from daemons import ROOT, run, wait_until
from web import set_up

# Every mark and letter of Vietnamese stands in at least one of these names.
NAMES = [
    "Nguyễn Thị Hoà", "Trần Văn Ứng", "Đỗ Thị Hạnh", "Lê Quốc Khánh", "Phạm Thuỳ Dương",
    "Vũ Đức Thắng", "Hoàng Ngọc Ánh", "Bùi Xuân Trường", "Đặng Kiều Oanh", "Ngô Quỳnh Như",
    "Dương Hữu Nghĩa", "Lý Thế Vỹ", "Đoàn Mỹ Lệ", "Trịnh Bảo Ngữ", "Hồ Sĩ Tuệ", "Phan Ý Nhi",
    "Tạ Thị Nở", "Đinh Công Tráng", "Quách Thị Lẫm", "Nguyễn Tường Vi Ỷ Lan",
]
COURSE = "Kỹ thuật trồng lúa chất lượng cao"


def identity_text(number, name):
    day = 1 + number % 28
    return (f"0370{number:02d}{85 + number % 10}{number:04d}||{name}|{day:02d}0319{60 + number}|"
            f"{'Nữ' if number % 2 else 'Nam'}|Xóm {number % 9 + 1}, Gia Viễn, Ninh Bình|12082021")


def png(text):
    """The picture on an identity card: UTF-8 bytes without an ECI mark."""
    code = segno.make(text, encoding="utf-8", eci=False, mode="byte", error="m", micro=False)
    out = io.BytesIO()
    code.save(out, kind="png", scale=5, border=4)
    return out.getvalue()


def read_cards(kiosk, folder):
    """Draws each card and reads it back through the kiosk's own decoder."""
    texts = []
    for number, name in enumerate(NAMES):
        picture = folder / f"card{number:02d}.png"
        written = identity_text(number, name)
        picture.write_bytes(png(written))
        read = run("kioskd", "read", picture).stdout.decode("utf-8").splitlines()
        assert read == [written], f"{picture.name}: {read}"
        texts.append(read[0])
    return texts


def enrol_residents(desk, texts):
    for text, name in zip(texts, NAMES):
        desk.go("/desk/residents/new")
        desk.submit("/desk/residents", scan=text, do="read")
        assert name in desk.answer.text
        desk.submit("/desk/residents", do="save")
        assert name in desk.answer.text


def hold_a_session(kiosk, desk, texts):
    """A course of one session: planned, opened, everybody checks in by camera, closed."""
    desk.go("/desk/courses/new")
    desk.submit("/desk/courses", title=COURSE, group="economy", hours="2",
                requiredSessions="1")
    course = re.search(r"/desk/courses/([^/\"?]+)/certificates", desk.answer.text).group(1)
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7)))
    desk.go(f"/desk/sessions/new")
    desk.submit("/desk/sessions", courseCode=course, title="Buổi 1", day=today.strftime("%Y-%m-%d"),
                start="07:00", end="23:30", place="Nhà văn hóa xóm 3", hours="2")
    session = re.search(r"/desk/sessions/(\d{4}-\d+)", desk.location).group(1)
    desk.submit(f"/desk/sessions/{session}/open")

    for text, name in zip(texts, NAMES):
        first, again = kiosk.check_in(text, "camera").json(), kiosk.check_in(text, "serial").json()
        assert (first["outcome"], first["name"]) == ("welcome", name)
        assert again["outcome"] == "alreadyIn"
    desk.go(f"/desk/sessions/{session}")
    desk.submit(f"/desk/sessions/{session}/close")
    return course


def issue_all(desk, course):
    """Issues to everybody eligible; gives the certificates' numbers."""
    desk.go(f"/desk/courses/{course}/certificates")
    desk.submit(f"/desk/courses/{course}/certificates/run")
    wait_until("the class", lambda: (
        "Đã cấp xong" in desk.go(f"/desk/courses/{course}/certificates/run").text))
    desk.go(f"/desk/courses/{course}/certificates")
    numbers = sorted(set(re.findall(r"\d{5}-\d+-\d{4}-\d{6}", desk.answer.text)))
    assert len(numbers) == len(NAMES)
    return numbers


def token_bytes(digits):
    """Decimal text back to bytes: 17 digits are 7 bytes, the tail by its length."""
    tails = {3: 1, 5: 2, 8: 3, 10: 4, 13: 5, 15: 6, 17: 7}
    groups = [digits[i:i + 17] for i in range(0, len(digits), 17)]
    return b"".join(int(group).to_bytes(tails[len(group)], "big") for group in groups)


def signed_by(message, raw, kid):
    """The payload of a COSE_Sign1 message, if the key with this id has signed it (PyPI's `cwt`)."""
    key = cwt.COSEKey.new({1: 1, -1: 6, 3: -8, 2: kid, -2: raw})
    return cbor2.loads(cwt.COSE.new().decode(message, key))


def verified_claims(token, root):
    """What a stranger does with the root's public key alone: both signatures, then the claims."""
    protected = cbor2.loads(cbor2.loads(token).value[0])
    certificate = protected[13]
    root_kid = cbor2.loads(certificate[0])[4]
    device = signed_by(cbor2.dumps(cbor2.CBORTag(18, certificate)), root, root_kid)
    claims = signed_by(token, device[8][1][-2], protected[4])
    assert device[5] <= claims[6] <= device[4]
    return claims


def check_paper(kiosk, desk, number, name, root, folder, keep=None):
    """Renders one certificate, reads its code with zxing, verifies it with cwt, reads its text."""
    desk.go(f"/desk/certificates/{number}/certificate.pdf")
    assert desk.answer.headers["content-type"] == "application/pdf"
    paper = folder / f"{number}.pdf"
    paper.write_bytes(desk.answer.body)
    subprocess.run(["pdftoppm", "-r", "300", "-png", "-singlefile", paper, folder / number],
                   check=True)
    image = Image.open(folder / f"{number}.png")
    codes = [code.text for code in zxingcpp.read_barcodes(image)]
    assert len(codes) == 1
    claims = verified_claims(token_bytes(codes[0].split("#", 1)[1]), root)
    assert claims[7].decode("ascii") == number
    learning = claims[-65537]
    assert (learning[1], learning[3], learning[4]) == (name, COURSE, 20)
    assert unicodedata.is_normalized("NFC", learning[1])

    text = subprocess.run(["pdftotext", "-layout", paper, "-"], check=True,
                          capture_output=True).stdout.decode("utf-8")
    assert name.upper() in text and number in text
    answer = kiosk.command("verify", "--json", paper, expect=0)
    assert json.loads(answer.stdout)["verdict"] == "genuine"
    if keep:
        image.save(keep / "certificate.png")


def check_recipe(picture, root, number, name):
    """Runs exactly the Python text of the README on a certificate's picture."""
    recipe = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.S).group(1)
    done = subprocess.run([sys.executable, "-c", recipe, picture, root.hex()],
                          capture_output=True, check=True)
    said = done.stdout.decode("utf-8")
    assert number in said and name in said
    other = subprocess.run([sys.executable, "-c", recipe, picture, "00" * 31 + "01"],
                           capture_output=True)
    assert other.returncode != 0 and not other.stdout


def compare(kiosk, province):
    """PostgreSQL beside SQLite: every event byte for byte, every projected row."""
    ours = sqlite3.connect(f"file:{kiosk.data}/kiosk.sqlite?mode=ro", uri=True)
    theirs = psycopg.connect(
        host=province.database["PGHOST"], user=province.database["PGUSER"],
        dbname=province.database["PGDATABASE"])
    with ours, theirs:
        def both(sqlite, postgres, least=1):
            a, b = ours.execute(sqlite).fetchall(), theirs.execute(postgres).fetchall()
            assert len(a) >= least and a == b, (sqlite, a[:3], b[:3])

        both("SELECT seq, line FROM entry ORDER BY seq",
             "SELECT seq, line FROM event ORDER BY seq", least=60)
        both("SELECT v.id, 'L' || printf('%06d', v.residentId), s.year || '-' ||"
             " printf('%04d', s.number), v.inMs FROM visit v JOIN session s ON s.id = v.sessionId"
             " ORDER BY v.id",
             "SELECT seq, resident, session, (extract(epoch FROM entered) * 1000)::bigint"
             " FROM visit WHERE undone IS NULL ORDER BY seq", least=len(NAMES))
        both("SELECT number, holderName, hoursTenths, issueSeq FROM certificate ORDER BY number",
             "SELECT c.number, p.value, c.tenths, c.seq FROM certificate c JOIN personal p"
             " ON p.stream = c.stream AND p.seq = c.seq AND p.field = 'name' ORDER BY number",
             least=len(NAMES))


def test_check_in_certificate_and_batch(kiosk, province, tmp_path, artifacts):
    server = province()
    server.start()
    code = re.search(r"\b[0-9A-Z][0-9A-Z-]{7,}\b", server.command(
        "enrol-code", "--centre", "14464-1").stdout.decode()).group(0)
    machine = kiosk(settings={"sync.intervalSeconds": "2"})
    machine.command("enrol", "--province", server.url, "--code", code)
    machine.start()
    desk = set_up(machine)

    texts = read_cards(machine, tmp_path)
    enrol_residents(desk, texts)
    course = hold_a_session(machine, desk, texts)
    numbers = issue_all(desk, course)
    roots = json.loads((machine.data / "keys" / "roots.json").read_text())["roots"]
    root = bytes.fromhex(next(r for r in roots if not r.get("demonstration"))["key"])
    holders = dict(sqlite3.connect(f"file:{machine.data}/kiosk.sqlite?mode=ro", uri=True).execute(
        "SELECT number, holderName FROM certificate"))
    assert sorted(holders.values()) == sorted(NAMES)
    for number in numbers:
        check_paper(machine, desk, number, holders[number], root, tmp_path,
                    keep=artifacts if number == numbers[0] else None)

    first = numbers[0]
    check_recipe(tmp_path / f"{first}.png", root, first, holders[first])
    log = (machine.data / "keys" / "log.id").read_text().strip()
    server.command("pull", "--once", "--url", machine.url, "--log", log)
    wait_until("the books to balance", lambda: status(machine)["waiting"] == 0)
    machine.stop()
    server.stop()
    compare(machine, server)


def status(kiosk):
    return kiosk.get("/api/status").json()

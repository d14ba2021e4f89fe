"""What provinced says, it says in Vietnamese unless its settings or --language ask for English."""

import shutil
import subprocess

import pytest

from daemons import ENGLISH, ROOT, binary, run

OWN = {"language": ()}
CENTRE = ("--centre", "14464-1")


def said(done):
    return (done.stdout + done.stderr).decode("utf-8")


@pytest.fixture
def passphrase(tmp_path):
    file = tmp_path / "passphrase"
    file.write_text("sáu từ bốc bằng xúc xắc\n")
    file.chmod(0o600)
    return ("--passphrase-file", file)


def test_what_the_province_prints_is_vietnamese(kiosk, province, tmp_path):
    server, machine = province(), kiosk("centre")

    def says(words, *command, expect=0):
        text = said(server.command(*command, expect=expect, **OWN))
        assert words in text and "command." not in text, text

    says("dùng một lần, đến", "enrol-code", *CENTRE)
    machine.command("enrol", "--request", tmp_path / "request.json")
    says("không ghi mã ghi danh", "enrol", tmp_path / "request.json", expect=1)
    code = server.command("enrol-code", *CENTRE, **OWN).stdout.decode().split()[0]
    says("đã ghi danh sổ", "enrol", tmp_path / "request.json", "--code", code)
    says("Không có mã ghi danh này", "enrol", tmp_path / "request.json", "--code", "A7K2-9QXM-4RTP",
         expect=1)
    log = next(tmp_path.glob("*.enrolment.json")).name.split(".")[0]
    says(f"{log}  14464-1  Chưa liên lạc", "kiosks")
    says("Từ nay provinced pull hỏi", "kiosks set-url", log, "http://127.0.0.1:1")
    says("Không có máy nào ghi danh với sổ", "kiosks set-url", "0" * 32, "http://a", expect=1)
    server.command("pull", "--once", expect=1, **OWN)
    says("lỗi 1 lần  trả lời gần nhất chưa lần nào", "pull", "--status")
    says("Đã công bố danh sách thu hồi: 0 giấy chứng nhận", "status publish")
    says("Không có gì thay đổi từ bản tin số 1.", "bulletin publish")
    says("danh sách thu hồi ngày", "bulletin show")
    says("giữ nguyên 0; chưa thay đổi gì (--dry-run)", "units import",
         ROOT / "kiosk-config" / "units.csv", "--dry-run")
    says("Chưa có thông báo nào.", "announcement list")
    says("Ngày cuối, 01/01/2020, đã qua.", "announcement add", "--title", "A", "--text", "B",
         "--from", "2019-01-01", "--until", "2020-01-01", expect=1)
    says("không có tệp hay thư mục này", "import", tmp_path / "nothing", expect=1)
    says("Việc chuyển tiếp: không chạy", "forward", "--status")
    says("Cơ sở dữ liệu: tốt, PostgreSQL", "check")
    says("Đã tính 0 bản ghi vào số liệu.", "project")
    says("nguyên vẹn, 0 bản ghi", "verify-log")
    says("KHÔNG ĐỌC ĐƯỢC", "verify", "12345", expect=2)
    says("Không có gì chờ khóa gốc ngoại tuyến", "root requests", "--out", tmp_path / "r.json")
    says("kèm danh sách thu hồi đang có hiệu lực", "page", "--out",
         tmp_path / "verify.html")
    says("Đã thu hồi máy", "device withdraw", "--log", log)


def test_the_settings_say_in_which_language_and_the_option_says_it_last(province):
    server = province(settings={"pages.language": '"en"'})

    assert "There are no announcements." in said(server.command("announcement list", **OWN))
    vietnamese = ("--language", "vi")
    assert "Chưa có thông báo nào." in said(
        server.command("announcement list", language=vietnamese))
    server.command("announcement list", language=("--language", "fr"), expect=64)


def test_the_root_speaks_where_nothing_is_but_the_program(tmp_path, passphrase):
    """Without assets all is said by keys and values; with them, to the holder of the passphrase."""
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(binary("provinced"), alone / "provinced")

    def create(program, out, *more):
        return subprocess.run(
            [program, "root", "create", "--name", "Tỉnh Ninh Bình", "--out", out,
             *map(str, passphrase), *more], capture_output=True, cwd=alone, check=True)

    bare = said(create("./provinced", "bare.json"))
    assert "command.root.created fingerprint=" in bare and "name=Tỉnh Ninh Bình" in bare
    (alone / "roots.json").unlink()
    assert "khóa gốc của Tỉnh Ninh Bình" in said(create(binary("provinced"), "vi.json"))
    (alone / "roots.json").unlink()
    assert "the root of Tỉnh" in said(create(binary("provinced"), "en.json", *ENGLISH))
    again = run("provinced", "root", "create", "--name", "X", "--out", alone / "vi.json",
                *passphrase, expect=1, **OWN)
    assert "đã có sẵn và được giữ nguyên" in said(again)

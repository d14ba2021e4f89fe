"""Who may do what at the desk, why somebody may not have a certificate, and what the books say."""

import pytest

from daemons import wait_until
from roster import roster
from test_desk_in_a_browser import (  # noqa: F401  (fixtures of the desk)
    PASSWORD, both_shots, demonstration, director, fill, sign_in)

POSTS = ["/desk/residents", "/desk/courses", "/desk/sessions", "/desk/users"]


def viewer(window, machine):
    """The director adds a viewer and leaves; the viewer signs in."""
    screen = director(window, machine)
    screen.go("/desk/users")
    fill(screen, name="nguoixem", role="viewer", password=PASSWORD, passwordAgain=PASSWORD)
    screen.says(".notice.success", "Đã thêm người dùng nguoixem")
    screen.page.click(".desk-top form button")
    sign_in(screen, "nguoixem")
    screen.says(".desk-user", "Người xem")
    return screen


def test_a_viewer_reads_and_cannot_write(demonstration, window, artifacts):
    screen = viewer(window, demonstration)
    before = demonstration.get("/api/status").json()["recorded"]
    for target in ["/desk", "/desk/residents", "/desk/courses", "/desk/sessions",
                   "/desk/certificates", "/desk/transfers"]:
        assert screen.go(target).status == 200
        writing = screen.page.locator("main form[method=post]").count()
        assert writing == 0, f"{target} offers a form to a viewer"
    both_shots(screen, artifacts, "viewer-transfers")
    token = screen.page.input_value(".desk-top [name=csrf]")
    for target in POSTS:
        answer = screen.profile.request.post(
            target, form={"csrf": token, "name": "A", "title": "B"})
        assert answer.status == 403 and "được" in answer.text(), target
    assert demonstration.get("/api/status").json()["recorded"] == before
    screen.expects("status of 403")
    assert screen.go("/desk/users").status == 403
    both_shots(screen, artifacts, "viewer-refused")


def test_a_form_without_its_token_changes_nothing(demonstration, window):
    screen = director(window, demonstration)
    for token in ("", "x" * 43):
        answer = screen.profile.request.post(
            "/desk/courses", form={"csrf": token, "title": "Trộm", "group": "law", "hours": "2",
                                   "requiredSessions": "1"})
        assert answer.status == 403
    screen.go("/desk/courses")
    assert "Trộm" not in screen.page.content()


def test_who_is_not_eligible_is_told_why(demonstration, window, artifacts):
    screen = director(window, demonstration)
    screen.go("/desk/certificates")
    screen.page.click("main a:has-text('Xóa mù chữ')")
    screen.says(".desk-reasons", "/8 buổi.")
    both_shots(screen, artifacts, "not-eligible")
    assert screen.page.locator("section[aria-labelledby=no] tbody tr").count() >= 5


def test_the_books_balance_and_say_what_to_do(demonstration, window, artifacts):
    screen = director(window, demonstration)
    person = roster(demonstration)[0]
    screen.go("/desk/transfers")
    screen.says("main", "Máy này chưa ghi danh với tỉnh")
    both_shots(screen, artifacts, "transfers")
    figures = [int(text.replace(".", "")) for text in
               screen.page.locator(".desk-balance b").all_inner_texts()]
    assert figures[0] == figures[1] + figures[2] + figures[3] and figures[0] > 100
    demonstration.check_in(person["card"])
    screen.page.reload()
    wait_until("one record more", lambda: int(screen.page.inner_text(
        ".desk-balance b >> nth=0").replace(".", "")) == figures[0] + 1)


def test_signing_out_ends_the_session_everywhere(demonstration, window, artifacts):
    screen = director(window, demonstration)
    cookie = next(one for one in screen.profile.cookies() if one["name"] == "desk")
    assert cookie["httpOnly"] and cookie["sameSite"] == "Strict" and cookie["path"] == "/desk"
    screen.page.click(".desk-top form button")
    screen.says(".notice", "Đã đăng xuất")
    both_shots(screen, artifacts, "signed-out")
    answer = demonstration.get("/desk/residents", Cookie=f"desk={cookie['value']}")
    assert answer.status == 303, "the old cookie opens nothing"


@pytest.mark.parametrize("room", ["courses", "sessions", "users", "settings", "residents"])
def test_every_room_fits_a_desk_and_a_telephone(demonstration, window, artifacts, room):
    screen = director(window, demonstration)
    screen.go(f"/desk/{room}")
    both_shots(screen, artifacts, room)

"""Scanners that type like a keyboard, in a real browser: every ending, prefix, pace, input method and
keyboard layout, two scanners at once, and hands on the keys. A person is greeted rightly or not at all.
"""

import dataclasses
import random

import pytest

import daemons
import wedge
from browser import Window
from daemons import wait_until
from roster import roster
from web import set_up
from wedge import (ENTER, ETX, LINE_FEED, STX, TAB, composed, composed_end, held_back, mended, on_keypad,
                   on_keypad_without_num_lock, on_vietnamese_layout, paced, stroke, typed,
                   with_caps_lock, with_shift_keys, woven)

IDENTITY = "037085001234"
HOLDER = "Nguyễn Thị Hoà"
# What is left of the identity card's text when a keyboard has typed it: letters without their marks.
WEDGED = f"{IDENTITY}|161234567|Nguyn Th Ho|05031985|N|Xm 3, Gia Ha, Gia Vin|12082021"


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """One kiosk for all: each case scans a person of its own."""
    kiosk = daemons.Kiosk(tmp_path_factory.mktemp("wedge") / "kiosk",
                          {"checkIn.repeatSeconds": "0", "checkIn.resultSeconds": "30"})
    kiosk.command("demo", "--residents", 120)
    kiosk.start()
    desk = set_up(kiosk)
    desk.go("/desk/residents/new")
    desk.submit("/desk/residents", name=HOLDER, birth="05/03/1985", village="Xóm 3",
                identityNumber=IDENTITY)
    yield kiosk
    kiosk.kill()


@pytest.fixture(scope="module")
def people(machine):
    return iter([one for one in roster(machine) if one["name"] != HOLDER])


@pytest.fixture
def screen(chromium, machine):
    window = Window(chromium, machine)
    window.go("/")
    window.page.wait_for_selector("main.idle")
    yield window
    window.close()


def greets(screen, person):
    screen.says("main.success h1", person["name"])


def greets_nobody(screen):
    assert screen.page.locator("main.success, main.again").count() == 0


WAYS = {
    "return": lambda card: [*typed(card), ENTER],
    "line feed": lambda card: [*typed(card), LINE_FEED],
    "line feed as Enter": lambda card: [*typed(card), ENTER, ENTER],
    "return and line feed": lambda card: [*typed(card), ENTER, LINE_FEED],
    "tab": lambda card: [*typed(card), TAB],
    "tab and return": lambda card: [*typed(card), TAB, ENTER],
    "nothing at the end": typed,
    "STX before, ETX after": lambda card: [STX, *typed(card), ETX, ENTER],
    "STX before, nothing after": lambda card: [STX, *typed(card)],
    "an AIM identifier": lambda card: [*with_shift_keys(f"]Q3{card}"), ENTER],
    "an AIM identifier, nothing after": lambda card: typed(f"]Q1{card}"),
    "a maker's letter": lambda card: [*typed(f"s{card}"), ENTER],
    "a capital letter": lambda card: [*with_shift_keys(f"Q{card}"), TAB],
    "no pause at all": lambda card: paced([*typed(card), ENTER], 0),
    "80 ms a key": lambda card: paced([*typed(card), ENTER], 80),
    "80 ms a key, nothing after": lambda card: paced(typed(card), 80),
    "an uneven pace": lambda card: [
        dataclasses.replace(one, gap=gap) for one, gap in
        zip([*typed(card), ENTER], [0, 80, 1, 79, 40, 0, 80, 3, 60, 80, 80])],
    "Caps Lock": lambda card: [*with_caps_lock(f"]q3{card}"), ENTER],
    "the keypad's digits": lambda card: [*on_keypad(card), ENTER],
    "the keypad without Num Lock": lambda card: [*on_keypad_without_num_lock(card), ENTER],
    "the Vietnamese layout, with dead keys": lambda card: [*on_vietnamese_layout(card), ENTER],
    "an input method that composes": lambda card: [*composed(card), *composed_end(card)],
    "the same, nothing after": composed,
    "the same behind a prefix": lambda card: [*composed(f"]Q3{card}"), *composed_end(card)],
    "spaces as printed": lambda card: [*typed(f"{card[:4]} {card[4:8]} {card[8:]}"), ENTER],
}


@pytest.mark.parametrize("way", WAYS)
def test_a_card_is_read_however_its_scanner_is_set_up(screen, people, way):
    person = next(people)
    screen.strike(WAYS[way](person["card"]))
    greets(screen, person)


FOCUS = {
    "nowhere": "document.activeElement.blur()",
    "the number field": "document.getElementById('code').focus()",
    "a key of the keypad": "document.querySelector('.key[value=\"7\"]').focus()",
    "a link": "document.querySelector('a[data-swap]').focus()",
}


@pytest.mark.parametrize("focus", FOCUS)
@pytest.mark.parametrize("end", ["Enter", "Tab", None])
def test_a_scan_needs_no_focus_and_presses_nothing(screen, people, focus, end):
    person = next(people)
    screen.page.evaluate(FOCUS[focus])
    screen.scan(person["card"], end)
    greets(screen, person)
    screen.page.click("a[data-home]")
    screen.page.wait_for_selector("main.idle")
    assert screen.page.input_value("#code") == ""


def test_the_line_feed_after_the_return_presses_no_button_of_the_answer(screen, people):
    for person in [next(people), next(people)]:
        screen.strike([*typed(person["card"]), ENTER])
        greets(screen, person)
        screen.page.focus("form[action='/undo'] button")
        # As if it had come with the code: the page that it meets is the answer.
        screen.strike([dataclasses.replace(LINE_FEED, gap=10)])
        greets(screen, person)


def test_an_identity_card_is_believed_for_its_digits_alone(screen):
    for keys in (
        [*with_shift_keys(WEDGED), ENTER],
        typed(WEDGED),
        [*with_shift_keys(f"]Q3{WEDGED}"), TAB],
        [*with_caps_lock(WEDGED), ENTER],
        # Telex and VNI, by a method that erases and types anew: "aa" and "a6" both end as "â".
        [*typed(f"{IDENTITY}|161234567|Nguyen Tha"), *mended("â"), *typed("n|05031985|Nu"),
         *mended("ử"), *typed("|Gia Vien|12082021"), ENTER],
        # The same by one that composes.
        [*composed(WEDGED), *composed_end(WEDGED)],
    ):
        screen.strike(keys)
        screen.page.wait_for_function(
            "name => document.querySelector('main.success h1, main.again h1')?.innerText"
            ".normalize().includes(name)", arg=HOLDER.replace("oà", "oà"))
        screen.page.click("a[data-home]")
        screen.page.wait_for_selector("main.idle")


def test_digits_that_an_input_method_has_changed_greet_nobody(screen, people):
    """VNI makes a mark of a digit behind a vowel: "A1" becomes "Á", and the card a digit too short."""
    person = next(people)
    screen.strike([stroke("A"), *mended("Á"), *typed(person["card"][1:]), ENTER])
    screen.page.wait_for_selector("main.error")
    greets_nobody(screen)
    screen.scan(person["card"])
    greets(screen, person)


LATE = {
    "the eleventh digit": held_back([*typed(IDENTITY), ENTER], [10]),
    "the twelfth digit": held_back([*typed(IDENTITY), ENTER], [11]),
    "Enter": held_back([*typed(IDENTITY), ENTER], [12]),
    "every key from the eleventh": held_back([*typed(IDENTITY), ENTER], [10, 11, 12]),
    "a digit of each half": held_back([*typed(IDENTITY), ENTER], [3, 10]),
    "the last two, nothing after": held_back(typed(IDENTITY), [10, 11]),
    "ETX and Enter": held_back([STX, *typed(IDENTITY), ETX, ENTER], [13, 14]),
    "what follows the number": held_back([*with_shift_keys(WEDGED), ENTER], [12, 14]),
}


@pytest.mark.parametrize("late", LATE)
def test_keys_that_a_busy_machine_brings_late_still_belong_to_their_code(screen, late):
    """The first ten digits could be a card; the stamps of what follows tell that they are none."""
    screen.strike(LATE[late])
    for _ in range(2):
        screen.says("main.success h1, main.again h1", HOLDER)
        screen.page.wait_for_timeout(600)
    assert screen.page.locator(".company .error, .company .attention").count() == 0


@pytest.mark.parametrize("keys", [3, 4, 7, 9])
def test_half_a_code_is_dropped(screen, people, keys):
    person = next(people)
    screen.page.focus("#code")
    screen.scan(person["card"][:keys], end=None)
    if keys > 3:
        wait_until("the half code to go", lambda: screen.page.input_value("#code") == "")
    assert screen.page.locator("main.idle").count() == 1
    screen.moment += 0.5
    screen.scan(person["card"])
    greets(screen, person)


def test_two_scanners_at_once_greet_nobody_wrong(screen, people, artifacts):
    seed = random.randrange(1 << 32)
    print("seed", seed)
    chance = random.Random(seed)
    first, second = next(people), next(people)
    names = {first["name"], second["name"]}
    for round in range(12):
        keys = woven(paced([*typed(first["card"]), ENTER], chance.choice([5, 20, 40])),
                     paced([*typed(second["card"]), ENTER], chance.choice([5, 20, 40])),
                     every=chance.choice([1, 2, 3]))
        screen.strike(keys)
        screen.page.wait_for_selector("main.result")
        greets_nobody(screen)
        if round == 0:
            screen.says("main.attention h1", "Mời quét lại từng thẻ")
            screen.shot(artifacts, "door-jumbled")
        screen.moment += 0.5
    for person in (first, second):
        screen.scan(person["card"])
        screen.page.wait_for_function(
            "name => document.querySelector('main.success h1')?.innerText.includes(name)",
            arg=person["name"])
    assert names


def test_a_key_held_down_is_no_code(screen, people):
    person = next(people)
    held = [stroke("0", gap=30), *[stroke("0", gap=30, is_repeat=True) for _ in range(14)]]
    screen.page.focus("#code")
    screen.strike([*held, dataclasses.replace(ENTER, is_repeat=True)])
    assert screen.page.locator("main.idle").count() == 1
    assert screen.page.input_value("#code") == "0"
    screen.moment += 0.5
    screen.page.fill("#code", "")
    screen.scan(person["card"])
    greets(screen, person)


def test_a_hand_that_types_a_name_is_left_alone_and_a_scan_wins_over_it(screen, people):
    person = next(people)
    screen.page.click("a[href='/search']")
    screen.page.wait_for_selector("#name")
    # A quick hand: letters at a scanner's pace are still a name.
    screen.strike(paced(typed("nguyen thi hanh"), 70))
    screen.moment += 0.5
    screen.page.wait_for_timeout(300)
    assert screen.page.input_value("#name") == "nguyen thi hanh"
    # The scan comes in the middle of the next word, and takes nothing of the name with it.
    screen.strike([*paced(typed("xu"), 150), *paced(typed("a"), 30), *paced(typed(person["card"]), 12),
                   ENTER])
    greets(screen, person)


def test_a_hand_that_types_a_number_is_left_alone(screen, people):
    person = next(people)
    screen.page.focus("#code")
    digits = [dataclasses.replace(one, gap=gap) for one, gap in
              zip(typed(person["card"]), [0, 300, 200, 70, 70, 250, 70, 70, 200, 60])]
    screen.strike(digits)
    screen.page.wait_for_timeout(400)
    assert screen.page.input_value("#code") == person["card"]
    screen.moment += 0.5
    screen.strike([ENTER])
    greets(screen, person)


def test_a_certificate_is_still_one_code(screen):
    screen.strike(paced([*with_shift_keys("HTTPS://GCN.EXAMPLE/C#"), *typed("12345678" * 60), ENTER], 4))
    screen.page.wait_for_selector("main.verdict")

"""What scanners type that play a keyboard, key by key, under all that may stand between them and a page.

A stroke is one key pressed and released. Its moment is given with the key, so that the pace is the
scanner's whatever else the machine is doing.
"""

import dataclasses

ALT, CONTROL, SHIFT = 1, 2, 8
PROCESS = 229  # the key number that an input method leaves behind

SHIFTED = {'!': '1', '@': '2', '#': '3', '$': '4', '%': '5', '^': '6', '&': '7', '*': '8', '(': '9',
           ')': '0', '_': '-', '+': '=', '{': '[', '}': ']', '|': '\\', ':': ';', '"': "'", '<': ',',
           '>': '.', '?': '/', '~': '`'}
PLACES = {' ': "Space", '-': "Minus", '=': "Equal", '[': "BracketLeft", ']': "BracketRight",
          '\\': "Backslash", ';': "Semicolon", "'": "Quote", ',': "Comma", '.': "Period",
          '/': "Slash", '`': "Backquote"}


@dataclasses.dataclass
class Stroke:
    """One key: what the page is told of it, and the milliseconds since the key before it."""

    key: str
    code: str = ""
    number: int = 0
    text: str = ""
    modifiers: int = 0
    is_repeat: bool = False
    gap: float = 10
    # What the input method shows in the field, not yet committed.
    composition: str | None = None
    # What it commits.
    commit: str | None = None
    # How many milliseconds a busy machine holds the key back; its moment stays as it was.
    delay: float = 0


def place(character):
    """The key's place on an American keyboard, and whether Shift is held."""
    if character.isascii() and character.isalpha():
        return f"Key{character.upper()}", character.isupper()
    base = SHIFTED.get(character, character)
    code = f"Digit{base}" if base.isdigit() else PLACES.get(base, "")
    return code, character in SHIFTED


def stroke(character, **more):
    code, is_shifted = place(character)
    number = ord(code[-1]) if code.startswith(("Digit", "Key")) else 0
    return Stroke(character, code, number, character, SHIFT if is_shifted else 0, **more)


ENTER = Stroke("Enter", "Enter", 13, "\r")
TAB = Stroke("Tab", "Tab", 9)
BACKSPACE = Stroke("Backspace", "Backspace", 8)
# Scanners that send a line feed, or any other control character, press it as Control and a letter.
LINE_FEED = Stroke("j", "KeyJ", 74, "", CONTROL)
STX = Stroke("b", "KeyB", 66, "", CONTROL)
ETX = Stroke("c", "KeyC", 67, "", CONTROL)
ENDS = {"Enter": [ENTER], "Tab": [TAB], None: []}


def typed(text):
    return [stroke(character) for character in text]


def with_shift_keys(text):
    """The same with the Shift key's own strokes, as keyboards send them."""
    found = []
    for one in typed(text):
        if one.modifiers & SHIFT:
            found.append(Stroke("Shift", "ShiftLeft", 16, "", SHIFT))
        found.append(one)
    return found


def with_caps_lock(text):
    """What arrives while Caps Lock is on: letters in the other case."""
    return [dataclasses.replace(one, key=one.key.swapcase(), text=one.text.swapcase())
            for one in typed(text)]


def on_keypad(text):
    return [Stroke(digit, f"Numpad{digit}", 0x60 + int(digit), digit) for digit in text]


def on_keypad_without_num_lock(text):
    names = ["Insert", "End", "ArrowDown", "PageDown", "ArrowLeft", "Clear", "ArrowRight", "Home",
             "ArrowUp", "PageUp"]
    return [Stroke(names[int(digit)], f"Numpad{digit}", 0) for digit in text]


def on_vietnamese_layout(text):
    """The layout "vn": letters and dead keys stand where digits are."""
    keys = dict(zip("1234567890", ["ă", "â", "ê", "ô", "Dead", "Dead", "Dead", "Dead", "Dead", "đ"]))
    return [Stroke(keys[digit], f"Digit{digit}", ord(digit), "" if keys[digit] == "Dead" else keys[digit])
            for digit in text]


def composed(text):
    """An input method that keeps what is typed to itself until the end, as ibus does: pages see only
    the places of the keys, and text that is still being composed."""
    found, shown = [], ""
    for character in text:
        code, is_shifted = place(character)
        shown += character
        found.append(Stroke("Process", code, PROCESS, "", SHIFT if is_shifted else 0,
                            composition=shown))
    return found


def composed_end(text):
    """How such a method ends: it takes Enter itself, commits, and passes Enter on."""
    return [Stroke("Process", "Enter", PROCESS, commit=text), dataclasses.replace(ENTER, gap=2)]


def mended(character):
    """A letter that a method such as UniKey has put a mark on: it erases and types anew, by no key."""
    return [BACKSPACE, Stroke(character, "", 231, character, gap=1)]


def paced(strokes, gap):
    """The same at so many milliseconds a key."""
    return [dataclasses.replace(one, gap=gap) for one in strokes]


def held_back(strokes, places, delay=400):
    """The same where a busy machine brings the keys at these places late."""
    return [dataclasses.replace(one, delay=delay if number in places else 0)
            for number, one in enumerate(strokes)]


def woven(first, second, every=2):
    """Two scanners at once: their keys in turn, each at its own pace."""
    first, second, found = list(first), list(second), []
    while first or second:
        for _ in range(every):
            if first:
                found.append(first.pop(0))
        if second:
            found.append(second.pop(0))
    return found

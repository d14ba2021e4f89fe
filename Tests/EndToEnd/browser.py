"""A real browser on a kiosk's pages: Debian's Chromium, watched while it works.

Whatever a page writes to the console as an error fails the test, and so does every request to
another host.
"""

import dataclasses
import random
import time

from playwright.sync_api import Error

import wedge

CHROMIUM = "/usr/bin/chromium"
DESK_SIZE = (1280, 800)
PHONE_SIZE = (390, 844)
PATIENCE_MILLISECONDS = 30_000


def launch(kind, *switches):
    """A browser of this kind, by custom `playwright.chromium`."""
    return kind.launch(executable_path=CHROMIUM, args=["--no-sandbox", *switches])


class Window:
    """One page of its own browser profile, on one kiosk."""

    standing = []  # every window that is open now

    def __init__(self, chromium, daemon, size=DESK_SIZE, **profile):
        self.daemon = daemon
        self.profile = chromium.new_context(
            viewport=dict(zip(("width", "height"), size)), base_url=daemon.url, **profile)
        self.page = self.profile.new_page()
        self.page.set_default_timeout(PATIENCE_MILLISECONDS)
        self.wire = self.profile.new_cdp_session(self.page)
        self.moment = 0.0
        self.faults = []
        self.expected = []
        Window.standing.append(self)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"exception: {error}"))
        self.profile.on("request", self._asked)

    def _heard(self, message):
        is_told = any(words in message.text for words in self.expected)
        if message.type in ("error", "warning") and not is_told:
            self.faults.append(f"console: {message.text} ({self.page.url})")

    def _asked(self, request):
        if not request.url.startswith((self.daemon.url + "/", "data:")):
            self.faults.append(f"request to another host: {request.url}")

    def expects(self, *words):
        """Chromium logs refused forms and lost answers as errors; these are part of the story."""
        self.expected += words

    def close(self):
        Window.standing.remove(self)
        self.profile.close()
        assert not self.faults, self.faults

    def take_the_clock(self):
        """Lets a test move the page's time by `page.clock`; what is opened afterwards obeys it. Keys
        keep the stamps that they are sent with."""
        stamp = "Object.getOwnPropertyDescriptor(Event.prototype, 'timeStamp')"
        self.page.add_init_script(f"window.ownStamp = {stamp}")
        self.page.clock.install()
        self.page.add_init_script(
            "Object.defineProperty(Event.prototype, 'timeStamp', window.ownStamp)")

    def go(self, target):
        return self.page.goto(target)

    def account(self):
        """Everything that the page shows now, for whoever reads of a test that failed."""
        try:
            shown = self.page.locator("body").inner_text(timeout=2_000)
        except Error as error:
            shown = f"cannot be read: {error}"
        return f"{self.page.url}\n{shown}\nfaults: {self.faults}"

    def says(self, selector, text):
        """Waits until the element shows the text; gives all that it shows."""
        self.page.wait_for_function(
            "([selector, text]) => [...document.querySelectorAll(selector)]"
            ".some((one) => one.innerText.normalize().includes(text))", arg=[selector, text])
        return self.page.inner_text(selector)

    def shot(self, folder, name, size=None):
        """A picture after the animations; with a size, of the whole page in that width."""
        if size:
            self.page.set_viewport_size(dict(zip(("width", "height"), size)))
        self.page.evaluate(
            "document.getAnimations().filter(one => !one.effect.target.matches('.stay'))"
            ".forEach(one => one.finish())")
        self.page.screenshot(path=folder / f"{name}.png", full_page=bool(size))

    def scan(self, text, end="Enter"):
        """A keyboard scanner: real key events, stamped 5 to 20 ms apart, wherever the focus is.

        The stamps stand for the scanner's pace whatever else the machine is doing.
        """
        self.rest(0.25)  # nobody holds the next card there sooner
        strokes = [*wedge.typed(text), *wedge.ENDS[end]]
        self.strike([dataclasses.replace(one, gap=random.uniform(5, 20)) for one in strokes])

    def rest(self, seconds=0.5):
        """The next keys fall so much later, whatever the machine's pace."""
        self.moment = max(self.moment, time.time()) + seconds

    def strike(self, strokes):
        """These keys, at the pace that they carry."""
        first = self.moment + strokes[0].gap / 1000 if strokes else 0
        for number, one in enumerate(strokes):
            self.moment = self.moment + one.gap / 1000 if number else max(first, time.time())
            time.sleep(one.delay / 1000)
            self._strike(one)

    def _strike(self, one):
        is_typing = bool(one.text) and not one.modifiers & (wedge.CONTROL | wedge.ALT)
        event = {"key": one.key, "code": one.code, "windowsVirtualKeyCode": one.number,
                 "modifiers": one.modifiers, "timestamp": self.moment}
        self.wire.send("Input.dispatchKeyEvent", {
            **event, "type": "keyDown" if is_typing else "rawKeyDown",
            "text": one.text if is_typing else "", "autoRepeat": one.is_repeat})
        if one.composition is not None:
            self.wire.send("Input.imeSetComposition", {
                "text": one.composition, "selectionStart": len(one.composition),
                "selectionEnd": len(one.composition)})
        if one.commit is not None:
            self.wire.send("Input.insertText", {"text": one.commit})
        self.wire.send("Input.dispatchKeyEvent", {**event, "type": "keyUp"})

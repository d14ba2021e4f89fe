"""A person with a plain browser: follows links, fills in the forms that a page shows, keeps cookies.

It runs no script, so whatever works here works without JavaScript.
"""

import html.parser
import http.cookies
import urllib.parse


class Forms(html.parser.HTMLParser):
    """The forms of a page with the values that a browser would send unchanged."""

    def __init__(self, page):
        super().__init__()
        self.forms = []
        self._select = self._area = None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if tag == "form":
            self.forms.append({"action": a.get("action", ""), "fields": [], "names": set(),
                               "method": a.get("method", "get").upper()})
        if not self.forms:
            return
        form = self.forms[-1]
        name = a.get("name")
        if name and tag in ("input", "select", "textarea"):
            form["names"].add(name)
        if tag == "input" and name and "disabled" not in a:
            kind = a.get("type", "text")
            ticked = kind not in ("checkbox", "radio") or "checked" in a
            if ticked and kind not in ("submit", "button"):
                form["fields"].append((name, a.get("value", "")))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in a:
            form["fields"].append((self._select, a.get("value", "")))
        elif tag == "textarea":
            self._area = name
            form["fields"].append((name, ""))

    def handle_data(self, data):
        if self._area and self.forms:
            self.forms[-1]["fields"][-1] = (self._area, data)

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = None
        if tag == "textarea":
            self._area = None


class Visitor:
    """One person's browser on one kiosk."""

    def __init__(self, daemon):
        self.daemon = daemon
        self.cookies = {}
        self.location = None
        self.answer = None

    def _send(self, method, target, body=None, headers=None):
        headers = dict(headers or {})
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{n}={v}" for n, v in self.cookies.items())
        answer = self.daemon.request(method, target, body, headers)
        for line in answer.cookies:
            for name, morsel in http.cookies.SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        self.location, self.answer = target, answer
        if answer.status in (302, 303):
            return self._send("GET", urllib.parse.urljoin(target, answer.headers["location"]))
        return answer

    def go(self, target):
        return self._send("GET", target)

    def form(self, action):
        """The form of the present page with this address, else one that begins with it."""
        forms = Forms(self.answer.text).forms
        places = [urllib.parse.urljoin(self.location, form["action"]) for form in forms]
        for fits in (str.__eq__, str.startswith):
            for place, form in zip(places, forms):
                if fits(place, action):
                    return form
        raise AssertionError(f"no form to {action} on {self.location}; there are "
                             f"{[f['action'] for f in forms]}")

    def submit(self, action, expect=200, **values):
        """Fills in and sends a form; a list sends its field several times."""
        form = self.form(action)
        unknown = [name for name in values if name not in form["names"] and name != "do"]
        assert not unknown, f"the form {action} has no field {unknown}: {sorted(form['names'])}"
        pairs = [(n, v) for n, v in form["fields"] if n not in values]
        for name, value in values.items():
            pairs += [(name, one) for one in (value if isinstance(value, list) else [value])]
        return self._post(urllib.parse.urljoin(self.location, form["action"]), pairs, expect)

    def post(self, target, expect=200, **values):
        """Sends fields without a form on the page: for pages with several forms to one address."""
        return self._post(target, list(values.items()), expect)

    def _post(self, target, pairs, expect):
        answer = self._send("POST", target, urllib.parse.urlencode(pairs),
                            {"Content-Type": "application/x-www-form-urlencoded"})
        assert answer.status == expect, f"{target} answered {answer.status}: {answer.text[:2000]}"
        return answer


def set_up(kiosk, name="giamdoc", password="mat-khau-rat-dai-2026"):
    """The first director, by the one-time code that the kiosk left for its owner; signed in."""
    code = (kiosk.data / "setup-code").read_text().strip()
    visitor = Visitor(kiosk)
    visitor.go("/desk/set-up")
    visitor.submit("/desk/set-up", code=code, name=name, password=password,
                   passwordAgain=password)
    return visitor

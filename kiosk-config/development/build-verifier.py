#!/usr/bin/env python3
"""Builds assets/verify.html, the page that verifies certificates, from assets/verify and
assets/text.

One file without a dependency: scripts in the order below, the style, the texts of both languages,
and a content security policy that allows exactly these. To leave room for the list of cancelled
certificates, comments and blanks are left out and our own names in the scripts are shortened. Run
it after every change there; a test builds it again and compares the bytes. With --check it only
compares.
"""

import base64
import collections
import hashlib
import json
import pathlib
import re
import string
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCES = ROOT / "assets" / "verify"
PAGE = ROOT / "assets" / "verify.html"
SCRIPTS = ["bytes", "sha512", "sha256", "field", "ed25519", "digits", "cbor", "token", "inflate",
           "status", "text", "origin", "trust", "view", "camera", "page"]
LANGUAGES = ["vi", "en"]
# With the trust data of 2 million certificates, about 18,500 bytes, it has to stay below 64 KiB.
MOST_BYTES = 46_400

# Names that are not ours: the language's, the browser's, and those of the trust data and of the
# {places} in texts. Every other name in the scripts is shortened, wherever it stands.
FOREIGN = set("""
  arguments async await break case catch class const continue default delete do else enum eval
  export extends false finally for function get if import in instanceof let new null of return set
  static super switch this throw true try typeof undefined var void while with yield
  Array atob BarcodeDetector createImageBitmap DataView Date decodeURIComponent document
  Float64Array history Int32Array Int8Array JSON location Map Math navigator Number Object
  parseInt RegExp setTimeout String Uint16Array Uint8Array URL window
  abs addEventListener appendChild apply assign buffer ceil charCodeAt className click codePointAt
  concat constructor copyWithin createElement dataset detect documentElement endsWith error every
  exec facingMode files fill filter find floor focus forEach formats from fromCharCode
  fromCodePoint getAttribute getDate getElementById getFullYear getHours getInt32 getMinutes
  getMonth getSupportedFormats getTracks getUserMedia getUTCDate getUTCFullYear getUTCMonth hash
  hidden hostname indexOf isArray join lang length map max MAX_SAFE_INTEGER mediaDevices min
  normalize now padStart parse pathname play preventDefault print protocol push querySelectorAll
  rawValue reduce replace replaceState requestAnimationFrame scrollTo search setInt32 setUint32
  slice some srcObject startsWith stop subarray substr test textContent then title toLowerCase
  toString value valueOf video
  bundle day demonstration host key name notBefore number own reason roots TEXTS verdict
""".split())
TOKEN = re.compile(
    r"(?P<text>'(?:[^'\\\n]|\\.)*')|(?P<name>[A-Za-z_$][\w$]*)|(?P<number>\d[\w.]*)"
    r"|(?P<line>\n)|(?P<blank> +)|(?P<sign>=>|\+\+|--|[-+*/%&|^<>=!?:;,.~(){}[\]])")
PATTERN = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")


def main():
    page = build().encode()
    assert len(page) <= MOST_BYTES, f"{len(page)} bytes are more than {MOST_BYTES}"
    if "--check" in sys.argv[1:]:
        if PAGE.read_bytes() != page:
            sys.exit(f"{PAGE} is not what its sources make: run {pathlib.Path(__file__).name}")
        return
    PAGE.write_bytes(page)
    print(f"{PAGE}: {len(page):,} bytes")


def build():
    catalogues = {one: flat(json.loads((ROOT / "assets" / "text" / f"{one}.json").read_text()))
                  for one in LANGUAGES}
    style = compact_style((SOURCES / "page.css").read_text())
    script = whole_script(catalogues)
    policy = ("default-src 'none'; "
              f"script-src '{digest(script)}'; style-src '{digest(style)}'; "
              "img-src data:; form-action 'none'; base-uri 'none'")
    parts = {"style": style, "script": script, "policy": policy}

    def part(match):
        language, _, key = match.group(1).rpartition(":")
        return escaped(catalogues[language][key]) if language else parts[key]

    template = re.sub(r"<!-- .*? -->|\n", "", (SOURCES / "page.html").read_text())
    return re.sub(r"\{\{([\w.:]+)\}\}", part, template)


def flat(tree, path=""):
    found = {}
    for key, value in tree.items():
        found.update(flat(value, f"{path}{key}.") if isinstance(value, dict)
                     else {path + key: value})
    return found


def page_texts(catalogue):
    """The page's own texts, and what it shares with the check-in screen and the command: the words
    of each verdict and the names of the fields."""
    shared = ("verdict.word.", "verdict.field.", "verdict.unknownRoot", "verdict.inkNote")
    texts = {key.partition(".")[2]: text for key, text in catalogue.items()
             if key.startswith(("verify.", *shared))}
    del texts["noScript"]
    return texts


def whole_script(catalogues):
    texts = [page_texts(catalogues[one]) for one in LANGUAGES]
    texts = {key: [one[key] for one in texts] for key in texts[0]}
    literal = json.dumps(texts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    source = "".join(without_comments(SOURCES / f"{name}.js") for name in SCRIPTS)
    script = ("(()=>{'use strict';let TEXTS=" + literal + ";\n"
              + compact_script(list(tokens(source))) + "})();")
    assert "</script" not in script and "<!--" not in script
    return script


def without_comments(path):
    """Leaves out lines that hold only a comment, and indentation. That is safe as long as no line
    begins inside a literal or a block comment, so those are refused, and so is what browsers of
    2016 do not read."""
    lines = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("//"):
            continue
        for sign in ("`", "/*", "*/", "//", '"', "?.", "??", "**", "catch {", "async "):
            plain = re.sub(r"'[^']*'", "", PATTERN.sub("", line))
            assert sign not in plain, f"{path.name}:{number}: {sign} is not allowed here"
        lines.append(line + "\n")
    return "".join(lines)


def tokens(source):
    """The kinds and texts of a script's tokens, blanks left out. A slash begins a pattern where no
    value has just ended."""
    at, last = 0, ""
    while at < len(source):
        follows_value = re.search(r"[\w$)\]}]$", last) and last != "return"
        if source[at] == "/" and not follows_value:
            match, kind = PATTERN.match(source, at), "pattern"
        else:
            match = TOKEN.match(source, at)
            kind = match and match.lastgroup
        assert match, f"no token: {source[at:at + 40]}"
        at = match.end()
        if kind != "blank":
            last = last if kind == "line" else match.group()
            yield kind, match.group()


def compact_script(parts):
    """Writes the tokens without what a reader needs and a browser does not. Our scripts end every
    statement with a semicolon and hold no empty statement."""
    names = short_names(parts)
    out, declares = "", [False]
    for (kind, text), (_, following) in zip(parts, parts[1:] + [("line", "\n")]):
        if kind == "line":
            # A line's end may end a statement, unless the lines cannot be read otherwise.
            if re.match(r"[\w$)\]']", out[-1:]) and not re.match(r"[-+*/%&|^<>=?:;,.)}\]]", following):
                out += "\n"
            continue
        if text in ("const", "let"):
            if out.endswith(";") and declares[-1]:
                out = out[:-1] + ","
                continue
            declares[-1], text = True, "let"
        elif out[-1:] in (";", "}", "{") and text not in (")", "}"):
            declares[-1] = False
        if kind == "sign":
            if text in ")]}":
                declares.pop()
                out = out.rstrip(",") if text != "}" else out.rstrip(",;")
            elif text in "([{":
                declares.append(False)
        text = names.get(text, text) if kind == "name" else text
        touches = re.match(r"[\w$]{2}", out[-1:] + text[0])
        doubles = out[-1:] in ("+", "-", "/") and text[0] == out[-1]
        out += (" " if touches or doubles else "") + text
    return re.sub(r"(?<![\w$)])\(([\w$]+)\)=>", r"\1=>", out).replace("'+'", "")


def short_names(parts):
    """The most frequent of our names get the shortest new ones. Two names may get the same one when
    both are local and no top-level declaration holds both."""
    uses, owners, shared, ours = collections.Counter(), {}, set(), set()
    depth = owner = 0
    for before, (kind, text) in zip([("", "")] + parts, parts):
        depth += (text in "([{") - (text in ")]}") if kind == "sign" else 0
        if depth == 0 and text in ("const", "let", "function", "class"):
            owner += 1
        if kind != "name" or text in FOREIGN:
            continue
        uses[text] += 1
        owners.setdefault(text, set()).add(owner)
        if before[1] == "." or depth == 0:
            shared.add(text)
        if before[1] != ".":
            ours.add(text)
    fields = re.findall(r"\. (\w+) = (?!=)", " ".join(text for _, text in parts))
    strange = set(uses) - ours - set(fields)
    assert not strange, f"neither ours nor in FOREIGN: {' '.join(sorted(strange))}"
    letters = string.ascii_letters + "$_"
    fresh = [a + b for a in ["", *letters] for b in letters if a + b not in FOREIGN]
    everywhere = set(range(owner + 1))
    taken, names = collections.defaultdict(set), {}
    for name, _ in sorted(uses.items(), key=lambda use: (-use[1], use[0])):
        places = everywhere if name in shared else owners[name]
        names[name] = next(one for one in fresh if not taken[one] & places)
        taken[names[name]] |= places
    return names


def compact_style(text):
    text = re.sub(r"/\*.*?\*/|\s+", " ", text, flags=re.S)
    for letter, name in zip(string.ascii_letters, dict.fromkeys(re.findall(r"--[a-z]+", text))):
        text = re.sub(name + r"\b", "--" + letter, text)
    return re.sub(r" *([{};,>]) *|(?<=:) (?=[^{}]*[;}])", r"\1", text).replace(";}", "}").strip()


def digest(text):
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


if __name__ == "__main__":
    main()

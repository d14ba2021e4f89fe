"""What the tests measure on a page of the check-in screen, in the browser itself.

Each measure gives a list of what is wrong, empty where all is well. Lengths are CSS pixels: 76 are 20 mm
at 96 dpi, one to a dot.
"""

LEAST_TARGET = 76
LEAST_RATIO = 7
LEAST_HIGH_RATIO = 12
CAPITALS = 0.69  # of the font's size, in Liberation Sans
NAME_PIXELS = {480: 36, 1024: 44}  # least height of capitals by the screen's longer side

# Helpers for the measures below: what is seen, and what stands in whose way.
COMMON = """
const seen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
const read = (one) => one.closest(".only-read, .default");
const name = (one) => `${one.tagName.toLowerCase()}.${one.className.baseVal ?? one.className}`
  + ` "${(one.innerText ?? "").trim().slice(0, 40).replace(/\\s+/g, " ")}"`;
const all = (selector) => [...document.querySelectorAll(selector)].filter((one) => seen(one) && !read(one));
const box = (one) => { const { left, top, right, bottom, width, height } = one.getBoundingClientRect();
  return { left: left + scrollX, top: top + scrollY, right: right + scrollX, bottom: bottom + scrollY, width, height }; };
const controls = () => all("main a, main button, main label, main input").filter((one) => one.matches("a, button"));
"""

LAYOUT = """({ least, mayScroll, capitals, nameLeast }) => {
%s
const wrong = [];
const page = document.documentElement;
const tell = (what, one, ...more) => wrong.push([what, name(one), ...more.map((n) => Math.round(n * 10) / 10)].join(" | "));

if (page.scrollWidth > innerWidth) wrong.push(`scrolls sideways by ${page.scrollWidth - innerWidth}`);
const rest = Math.max(page.scrollHeight, document.body.scrollHeight) - innerHeight;
if (!mayScroll && rest > 0) wrong.push(`scrolls by ${rest}`);

// Targets: large enough, whole on the screen, in its lower two thirds.
for (const one of controls()) {
  const { left, top, right, bottom, width, height } = box(one);
  if (width < least - 0.1 || height < least - 0.1) tell("target too small", one, width, height);
  if (left < -0.5 || right > innerWidth + 0.5) tell("target beyond the side", one, left, right);
  if (!mayScroll && bottom > innerHeight + 0.5) tell("target below the screen", one, bottom);
  if (top < innerHeight / 3 - 1) tell("target in the upper third", one, top);
}

// Nothing is cut off: no text leaves its box where the box hides it, and none leaves the screen.
for (const one of all("main, main *")) {
  if (one.closest("svg, progress") || one.matches("input")) continue;
  const style = getComputedStyle(one);
  const hides = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
  if (hides && (one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1))
    tell("cut off", one, one.scrollWidth, one.clientWidth, one.scrollHeight, one.clientHeight);
  const scrolls = ["auto", "scroll"].includes(style.overflowY) && one.scrollHeight > one.clientHeight + 1;
  if (scrolls && !mayScroll) tell("scrolls inside", one, one.scrollHeight, one.clientHeight);
}
const texts = [];
for (const one of all("main *")) {
  const own = [...one.childNodes].filter((node) => node.nodeType === 3 && node.data.trim());
  if (!own.length || one.closest("svg, template")) continue;
  const range = document.createRange();
  range.setStartBefore(own[0]);
  range.setEndAfter(own.at(-1));
  const drawn = box(range); // as high as the font's ascent and descent, letters are lower
  const letter = parseFloat(getComputedStyle(one).fontSize);
  const [left, right, top, bottom] = [drawn.left, drawn.right, drawn.top + 0.18 * letter, drawn.bottom - 0.16 * letter];
  texts.push({ one, left, top, right, bottom });
  if (left < -0.5 || right > innerWidth + 0.5 || top < -0.5) tell("text beyond the screen", one, left, top, right);
  if (!mayScroll && bottom > innerHeight + 0.5) tell("text below the screen", one, bottom);
  const holder = one.closest(".tile, .key, .state, .notice, .late, .answer, .below, .countdown, .invite, .front, .board");
  if (holder) {
    const around = box(holder);
    if (left < around.left - 1 || right > around.right + 1 || top < around.top - 1 || bottom > around.bottom + 1)
      tell("text leaves its place", one, left - around.left, right - around.right, top - around.top, bottom - around.bottom);
  }
}

// Nothing lies over anything else.
const meets = (a, b, slack) => a.left < b.right - slack && b.left < a.right - slack
  && a.top < b.bottom - slack && b.top < a.bottom - slack;
const pairs = (list, slack, what) => {
  for (let i = 0; i < list.length; i++) for (let k = i + 1; k < list.length; k++) {
    const [a, b] = [list[i], list[k]];
    if (a.one.contains(b.one) || b.one.contains(a.one)) continue;
    if (a.one.closest(".countdown") || b.one.closest(".countdown")) continue; // floats on purpose, at the top
    if (meets(a, b, slack)) wrong.push([what, name(a.one), name(b.one)].join(" | "));
  }
};
pairs([...controls(), ...all("main input")].map((one) => ({ one, ...box(one) })), 0.5, "targets overlap");
pairs(texts, 1, "texts overlap");

// The name is read at two metres.
const title = document.querySelector("main.result:not(.verdict) h1");
if (title) {
  const height = capitals * parseFloat(getComputedStyle(title).fontSize);
  if (height < nameLeast) tell("name too small", title, height);
}
return wrong;
}""" % COMMON

CONTRAST = """({ least }) => {
%s
const number = (text) => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return { r, g, b, a }; };
const light = ({ r, g, b }) => { const [x, y, z] = [r, g, b].map((n) => n / 255)
  .map((n) => n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4); return 0.2126 * x + 0.7152 * y + 0.0722 * z; };
const over = (top, below) => ({ r: top.r * top.a + below.r * (1 - top.a), g: top.g * top.a + below.g * (1 - top.a),
  b: top.b * top.a + below.b * (1 - top.a), a: 1 });
const ground = (one) => {
  const own = one ? number(getComputedStyle(one).backgroundColor) : { r: 255, g: 255, b: 255, a: 1 };
  return own.a === 1 ? own : over(own, ground(one.parentElement));
};
const wrong = [];
let lowest = 99;
for (const one of all("main *, .countdown")) {
  const isField = one.matches("input");
  const owns = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const isIcon = one.matches("svg.icon");
  if (one.closest("svg") && !isIcon || !owns && !isField && !isIcon) continue;
  const below = ground(one);
  const styles = [getComputedStyle(one), ...(isField ? [getComputedStyle(one, "::placeholder")] : [])];
  for (const style of styles) {
    const text = over(number(style.color), below);
    const [a, b] = [light(text), light(below)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const enough = isIcon ? Math.min(least, 4.5) : least;
    if (!isIcon) lowest = Math.min(lowest, ratio);
    if (ratio < enough) wrong.push(`${name(one)} ${style.color} on ${JSON.stringify(below)}: ${ratio.toFixed(2)}`);
    if (parseFloat(style.fontSize) < 13) wrong.push(`${name(one)} has letters of ${style.fontSize}`);
  }
}
return { wrong, lowest };
}""" % COMMON


def is_phone(width, height):
    """Held in the hand: a name need not be seen across a room."""
    return width < 480 or height < 440


def may_scroll(width, height):
    """Phones, and panels on which keys of 20 mm have no room: small and nearly square."""
    shape = width / height
    is_small_square = (max(width, height) < 940 and 2 / 3 <= shape <= 5 / 4
                       or width < 768 and 5 / 4 <= shape <= 4 / 3)
    return is_phone(width, height) or is_small_square


def layout(page, size):
    """Targets, clipping, overlaps and the size of names on a screen of this size."""
    least = max((pixels for side, pixels in NAME_PIXELS.items() if max(size) >= side), default=0)
    return page.evaluate(LAYOUT, {
        "least": LEAST_TARGET, "mayScroll": may_scroll(*size), "capitals": CAPITALS,
        "nameLeast": 0 if is_phone(*size) else least if min(size) >= 600 else NAME_PIXELS[480]})


def contrast(page, least=LEAST_RATIO):
    """Texts below the ratio, by the computed colours, and the lowest ratio of all."""
    found = page.evaluate(CONTRAST, {"least": least})
    return found["wrong"], found["lowest"]

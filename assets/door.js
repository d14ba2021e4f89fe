// The check-in screen: scanners, touches, forms and the clock, wired together. Everything that it does
// works without it too, by ordinary forms.
import * as screen from "./door-screen.js";
import * as service from "./door-service.js";
import { listen } from "./door-scanner.js";
import "./door-live.js";

const refreshMilliseconds = 15000;

screen.onHome(() => {
  service.forgetReading();
  service.refresh();
});

// --- scanners and touches ---

listen((code) => service.checkIn(code, "wedge"), screen.touched);
document.addEventListener("pointerdown", screen.touched, true);

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-home], a[data-swap]");
  if (!link) return;
  event.preventDefault();
  if (link.hasAttribute("data-home")) screen.home();
  else service.load(link.href);
});

// --- forms ---

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  event.preventDefault();
  if (button?.name === "press") return press(form, button.value);
  const fields = new FormData(form);
  if (button?.name) fields.set(button.name, button.value);
  if (form.method === "get") {
    service.load(`${form.getAttribute("action")}?${new URLSearchParams(fields)}`);
  } else if (form.classList.contains("pad")) {
    const code = String(fields.get("code")).trim();
    form.reset();
    document.getElementById("code").value = "";
    if (code) service.checkIn(code, "keypad");
  } else {
    screen.forgetUndo();
    service.forgetReading();
    service.load(form.getAttribute("action"), fields);
  }
});

// A touch on the screen's own keys.
function press(form, key) {
  const field = form.querySelector("input:not([type=hidden])");
  if (key === "erase") field.value = field.value.slice(0, -1);
  else field.value += key === "space" ? " " : key;
  field.focus({ preventScroll: true });
  if (screen.state() === "idle") screen.arm(); // digits left behind on the first screen are cleared like a form
}

// --- the clock: Vietnam, UTC+7, without daylight saving ---

function tick() {
  const clock = document.getElementById("clock");
  const time = new Date(Date.now() + 7 * 3600e3).toISOString().slice(11, 16);
  if (clock && clock.textContent !== time) clock.textContent = time;
}

setInterval(tick, 1000);
screen.onShow(tick);

// --- while nobody is there ---

setInterval(service.refresh, refreshMilliseconds);

// A visitor's language and text size leave with the visitor.
let lastTouch = Date.now();
for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => { lastTouch = Date.now(); }, true);
setInterval(() => {
  const changed = document.documentElement.lang !== "vi" || document.documentElement.classList.contains("large");
  if (screen.state() !== "idle" || !changed || Date.now() - lastTouch < 60000) return;
  service.load("/?lang=vi&size=normal");
}, 5000);

if (!screen.keepIdle(document)) service.fetchIdle();
screen.enter();

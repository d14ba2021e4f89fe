// The check-in screen: scanners, touches, forms and the clock, wired together. Everything that it does
// works without it too, by ordinary forms.
import * as screen from "./door-screen.js";
import * as service from "./door-service.js";
import * as clock from "./door-clock.js";
import * as guard from "./door-guard.js";
import * as pulse from "./door-pulse.js";
import { listen } from "./door-scanner.js";
import { play } from "./door-sound.js";
import { say } from "./door-voice.js";
import { current } from "./door-own.js";
import "./door-board.js";
import "./door-live.js";

const refreshMilliseconds = 15000;

screen.onShow(say);
screen.onShow(play);
screen.onHome(service.refresh);

// --- scanners and touches ---

listen((code, beginning) => service.checkIn(code, "wedge", beginning), screen.touched, () => {
  screen.takeTurn();
  screen.show(screen.part("jumbled"));
});
document.addEventListener("pointerdown", screen.touched, true);
document.addEventListener("input", screen.touched); // however it came: typed, pasted, composed

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
    const action = form.getAttribute("action");
    if (action === "/check-in") service.choose(fields);
    else service.load(action, fields);
  }
});

// A touch on the screen's own keys.
function press(form, key) {
  const field = current(form);
  if (key === "erase") field.value = field.value.slice(0, -1);
  else field.value += key === "space" ? " " : key;
  field.focus({ preventScroll: true });
  screen.touched();
}

// --- while nobody is there ---

setInterval(service.refresh, refreshMilliseconds);

// A visitor's language, text size and contrast leave with the visitor.
let lastTouch = performance.now();
for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => { lastTouch = performance.now(); }, true);
setInterval(() => {
  const { lang, className } = document.documentElement;
  const changed = lang !== "vi" || /large|contrast/.test(className);
  if (screen.state() !== "idle" || !changed || performance.now() - lastTouch < 60000) return;
  service.load("/?lang=vi&size=normal&contrast=system");
}, 5000);

clock.start();
guard.start();
pulse.start();
if (!screen.keepIdle(document)) service.fetchIdle();
screen.enter();

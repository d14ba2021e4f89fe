// What stands on the screen: shows a page, sends it away again, keeps the first screen ready.
//
// A page that the service sent is shown whole; nothing of an earlier person is kept, except for some
// seconds the number of a visit that may still be taken back.

export const stage = document.getElementById("stage");
const countdownSeconds = 20;

let idle = null; // the first screen as the server last gave it, never with a person in it
let parts = {}; // small pieces of page that came with it, in the visitor's language
let turn = 0; // grows with every action; a late answer to an earlier one is not shown
let leaveTimer, countTimer, undoTimer, deadline = 0; // by the page's own time: nobody sets it back
let pendingUndo = null; // the last visit that may still be taken back: its number and until when
const shown = [], left = [], kept = []; // who wants to know of a page that came, of the way home, of a first screen

export const main = () => stage.querySelector("main");
export const state = () => main().dataset.state;

// A piece of page that came with the first screen, ready to be put somewhere; null before that.
export function part(id) {
  return parts[id] ? document.importNode(parts[id].content, true).firstElementChild : null;
}

// A number that the service sent with the first screen.
export const setting = (name, otherwise) => Number(idle?.main.dataset[name] || otherwise);

// Calls back with the page that has just come onto the stage.
export const onShow = (listener) => shown.push(listener);

// Calls back when the first screen has come back, because somebody asked for it or time ran out.
export const onHome = (listener) => left.push(listener);

// Calls back with each first screen that the service sends, before it is shown.
export const onKeep = (listener) => kept.push(listener);

// --- turns: only the answer to the newest action is shown ---

export const takeTurn = () => ++turn;
export const currentTurn = () => turn;
export const isCurrent = (mine) => mine === turn;

// --- pages ---

// Keeps the first screen and its pieces out of a page; says whether it differs from the one before.
export function keepIdle(page) {
  const fresh = page.querySelector("main.idle");
  if (!fresh) return false;
  const before = idle?.main.innerHTML;
  for (const listener of kept) listener(fresh);
  for (const piece of fresh.querySelectorAll("template")) parts[piece.id] = piece;
  idle = { main: fresh.cloneNode(true), look: page.documentElement.className, lang: page.documentElement.lang };
  return idle.main.innerHTML !== before;
}

// Shows what the service answered: a whole document, of which the main part is taken.
export function showPage(page) {
  keepIdle(page);
  const { className, lang } = page.documentElement;
  show(document.adoptNode(page.querySelector("main")), className, lang);
}

export function show(page, look, lang) {
  clearTimeout(leaveTimer);
  clearInterval(countTimer);
  stage.replaceChildren(page);
  scrollTo(0, 0); // small panels may have scrolled the page before
  if (look !== undefined) document.documentElement.className = look;
  if (lang) document.documentElement.lang = lang;
  enter();
}

export function enter() {
  if (state() === "result") {
    const seconds = Number(main().dataset.stay);
    if (main().dataset.visit) {
      pendingUndo = { visit: main().dataset.visit, until: performance.now() + 1000 * Number(main().dataset.undo) };
    }
    stay(seconds);
  } else if (state() === "form") {
    arm();
  } else if (state() === "idle") {
    offerUndo();
  }
  for (const listener of shown) listener(main());
  main().querySelector("[autofocus]")?.focus({ preventScroll: true });
}

// Puts a newer first screen in the place of the one that is shown.
export function renewIdle() {
  main().replaceWith(idle.main.cloneNode(true));
  offerUndo();
  for (const listener of shown) listener(main());
  document.getElementById("code").focus({ preventScroll: true });
}

export function home() {
  takeTurn();
  clearTimeout(leaveTimer);
  clearInterval(countTimer);
  if (idle) show(idle.main.cloneNode(true), idle.look, idle.lang);
  for (const listener of left) listener();
}

// The page is about to leave the window: nobody is left in it.
export function clear() {
  forgetUndo();
  stage.querySelector(".late")?.remove();
  if (state() !== "idle") home();
}

// --- how long a page stays ---

// A result leaves after some seconds; a line shows how long it still stays.
function stay(seconds) {
  clearTimeout(leaveTimer);
  leaveTimer = setTimeout(home, 1000 * seconds);
  const answer = main().querySelector(".answer");
  answer.querySelector(".stay")?.remove();
  const line = document.createElement("span");
  line.className = "stay";
  answer.append(line);
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches; // a step a second tells as much
  line.animate([{ transform: "scaleX(1)" }, { transform: "scaleX(0)" }],
    { duration: 1000 * seconds, fill: "forwards", easing: isCalm ? `steps(${Math.max(1, seconds)})` : "linear" });
}

// Whether somebody has begun something: a form is open, or digits stand on the first screen.
const isBegun = () => state() === "form" || Boolean(document.getElementById("code")?.value);

// What was begun leaves when nobody goes on with it; the last seconds are counted down in sight.
function arm() {
  disarm();
  deadline = performance.now() + 1000 * setting("formSeconds", 60);
  countTimer = setInterval(count, 1000);
}

function disarm() {
  clearInterval(countTimer);
  stage.querySelector(".countdown")?.remove();
}

// Somebody is there: whatever runs out begins anew.
export function touched() {
  if (isBegun()) arm();
  if (state() === "result") stay(Number(main().dataset.stay));
}

function count() {
  if (!isBegun()) return disarm(); // the digits were erased, or a scanner's and have been taken back
  const left = Math.ceil((deadline - performance.now()) / 1000);
  if (left <= 0) return home();
  if (left > countdownSeconds) return;
  let line = stage.querySelector(".countdown");
  if (!line) {
    line = part("countdown");
    if (!line) return;
    line.dataset.text = line.textContent;
    stage.append(line);
  }
  line.textContent = line.dataset.text.replace("%", left);
}

// --- "not me", also after the result has gone ---

export const forgetUndo = () => { pendingUndo = null; };

function offerUndo() {
  clearInterval(undoTimer);
  const strip = pendingUndo && part("undo-strip");
  if (!strip) return;
  if (pendingUndo.until - performance.now() < 1000) return forgetUndo();
  strip.querySelector("button").value = pendingUndo.visit;
  const until = pendingUndo.until;
  const step = () => {
    const left = Math.ceil((until - performance.now()) / 1000);
    if (left <= 0 || !strip.isConnected) {
      clearInterval(undoTimer);
      if (strip.isConnected && !document.getElementById("code")?.value) scrollTo(0, 0); // nobody's keys move
      strip.remove();
      if (left <= 0) forgetUndo();
      return;
    }
    strip.querySelector("b").textContent = `(${left})`;
  };
  main().append(strip); // into the first screen, where the style sheet has a place for it
  strip.scrollIntoView({ block: "nearest" });
  step();
  undoTimer = setInterval(step, 1000);
}

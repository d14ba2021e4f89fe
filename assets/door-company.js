// Several cards in a row: a family, or two people at once. Every reading is saved and every answer is
// told: the newest large, the earlier ones in a strip beside it, until all leave together.
import * as screen from "./door-screen.js";

const mostShown = 4; // in the strip; the rest is counted
const mostKept = 20;
const mostPending = 8;
const alone = ".idle, .own, .own-code, .notice-page"; // pages that stand without the strip
const patienceMilliseconds = 20000; // for what the service has read by itself
const sound = ["success", "again", "out", "verdict"]; // kinds of answers that need nothing more

let row = []; // readings in the order they came: { code, at, turn, isPending, line }; `at` by the page's own time
let newest = null;
let current = null; // the reading that the stage shows, or waits for

const phrase = (name) => screen.part("phrases")?.dataset[name] ?? "";

// What the strip says of a page.
function lineOf(main) {
  if (main.dataset.state === "form") {
    const icon = screen.part("jumbled")?.querySelector(".icon");
    return { kind: "attention", word: phrase("unchosen"), icon };
  }
  const kinds = ["verdict", "success", "again", "out", "attention", "error"];
  const name = main.querySelector("h1 .whole") ?? main.querySelector("h1");
  return {
    kind: kinds.find((one) => main.classList.contains(one)) ?? "attention",
    title: name?.textContent.trim() ?? "",
    word: main.querySelector(".word")?.textContent.trim() ?? "",
    icon: main.querySelector(".answer > .icon")?.cloneNode(true),
  };
}

function item({ kind, title, word, icon }) {
  const entry = document.createElement("li");
  entry.className = kind;
  if (icon) entry.append(icon);
  const text = document.createElement("p");
  if (title) text.append(Object.assign(document.createElement("b"), { textContent: title }), " ");
  text.append(Object.assign(document.createElement("span"), { textContent: word }));
  entry.append(text);
  return entry;
}

// The strip under whatever stands on the stage; what needs somebody comes first.
function draw() {
  const stage = screen.main();
  stage.querySelector(".company")?.remove();
  const lines = row.filter((one) => one !== current && one.line).map((one) => one.line).reverse();
  if (!lines.length || stage.matches(alone)) return;
  const wanting = lines.filter((line) => !sound.includes(line.kind));
  const ordered = [...wanting, ...lines.filter((line) => !wanting.includes(line))];
  const strip = document.createElement("ul");
  strip.className = "company";
  strip.setAttribute("aria-label", phrase("company"));
  strip.append(...ordered.slice(0, mostShown).map(item));
  if (lines.length > mostShown) {
    strip.append(item({ kind: "more", word: phrase("more").replace("%", lines.length - mostShown) }));
  }
  stage.append(strip);
  if (wanting.length && screen.state() === "result") {
    stage.dataset.stay = Math.max(Number(stage.dataset.stay), screen.setting("longSeconds", 12));
  }
  screen.touched(); // time to read it
}

screen.onShow(draw);
screen.onHome(() => {
  row = row.filter((one) => one.isPending);
  current = null;
});

// A code has been read; what the strip says of an earlier reading of the same is out of date.
export function arrive(code) {
  row = row.filter((one) => one.isPending || one.code === null || one.code !== code).slice(-mostKept);
  newest = { code, at: performance.now(), isPending: true, line: null };
  row.push(newest);
  return newest;
}

// The reading that the visitor goes on with, by choosing a session; a new one after a search.
export function resume(code = null) {
  const reading = current ?? arrive(null);
  reading.isPending = true;
  reading.asked = code;
  newest = reading;
  return reading;
}

// The stage's answer has been dealt with by a touch: taken back, left, searched on.
export function dismiss() {
  forget(current);
  current = null;
}

// A touch lets the service record something: a visit is taken back or ended, a guest comes. What was told
// of the reading on the stage is out of date with it.
export function act(turn) {
  dismiss();
  const reading = arrive(null);
  reading.turn = turn;
  return reading;
}

// What has been read was only the beginning of a longer code: that it is nobody's need not be told.
export function absorb(code) {
  for (const one of row) one.isBeginning ||= one.code === code;
  row = row.filter((one) => one.isPending || !isMoot(one));
}

const isMoot = ({ isBeginning, line }) => isBeginning && !sound.includes(line.kind);

// Nothing more is told of it.
export function forget(reading) {
  row = row.filter((one) => one !== reading);
}

// The answer to a touch, when somebody else has come since. A further question has nobody to answer it.
export function answerLate(reading, page) {
  if (page.querySelector("main").dataset.state === "result") answer(reading, page);
  else forget(reading);
}

// Whether a card is still held before the scanner: its reading is asked about, or has just been told.
export function isRepeat(code) {
  const limit = performance.now() - 1000 * screen.setting("repeatSeconds", 3);
  return row.some((one) => one.code === code
    && (one.isPending || (one.at > limit && sound.includes(one.line?.kind))));
}

export const isFull = () => row.filter((one) => one.isPending).length >= mostPending;
export const isAsking = () => row.some((one) => one.isPending);

const isNext = (reading) => reading === newest && (screen.isCurrent(reading.turn) || screen.state() === "wait");

// Says calmly that a reading is not on the disk yet; never while something newer is shown.
export function wait(reading, kind) {
  const page = screen.part(kind);
  if (!page || !reading.isPending || !isNext(reading)) return;
  if (current === reading && screen.main().dataset.kind === kind) return;
  current = reading;
  screen.show(page);
}

// Tells what became of a reading.
export function answer(reading, page) {
  const main = page.querySelector("main");
  tell(reading, lineOf(main), () => screen.showPage(page));
}

// Nobody knows what became of it.
export function fail(reading) {
  const page = screen.part("unreachable");
  reading.isPending = false;
  if (page) tell(reading, { ...lineOf(page), title: "", word: phrase("unanswered") }, () => screen.show(page));
}

function tell(reading, line, show) {
  const isFree = ["idle", "away"].includes(screen.state());
  const isShown = isFree || isNext(reading);
  reading.isPending = false;
  reading.line = line;
  if (isMoot(reading)) return forget(reading);
  if (!row.includes(reading)) row.push(reading);
  if (isShown) {
    current = reading;
    show();
  } else if (screen.state() !== "idle") {
    draw();
  }
}

// --- scanners of the service's own ---

let saving = null; // what such a scanner has read, and is not on the disk yet

function arriveHere() {
  screen.forgetUndo();
  const reading = arrive(null);
  reading.turn = screen.takeTurn();
  return reading;
}

// The code for which the screens ask in which session its bearer is; null where this one shows another page.
function askedFor() {
  const form = screen.main().querySelector(".choices:has([name=source][value=serial])");
  return form?.querySelector("[name=code]")?.value ?? null;
}

// That question has been answered by a touch on one of them. Any other page here is somebody else's.
export function showDecided(page, code) {
  if (current?.isPending && current.asked === code) return; // on this one: its own answer is on its way
  if (askedFor() !== code) return showReading(page);
  const reading = resume();
  reading.turn = screen.takeTurn();
  answer(reading, page);
}

// Such a scanner has read something that is being saved.
export function showSaving() {
  if (saving) return;
  const mine = arriveHere();
  saving = mine;
  wait(mine, "saving");
  setTimeout(() => {
    if (saving !== mine) return;
    saving = null;
    fail(mine);
  }, patienceMilliseconds);
}

// Shows what such a scanner has read: a whole page, as POST /check-in answers.
export function showReading(page) {
  const reading = saving ?? arriveHere();
  saving = null;
  answer(reading, page);
}

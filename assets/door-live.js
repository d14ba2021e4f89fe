// Shows at once what the service has read by itself: a serial scanner is plugged into no page. One line
// stays open for it; when it breaks it is made again, and nobody at the door is told.
import * as screen from "./door-screen.js";
import * as service from "./door-service.js";
import * as company from "./door-company.js";

const firstPauseMilliseconds = 250, mostPauseMilliseconds = 5000;
const silenceMilliseconds = 25000; // the service gives a sign of life every 10 s
const steadyMilliseconds = 30000; // a line that lasted so long was a good one

const root = document.documentElement;
let line = null; // the newest line that has been asked for
let standing = null; // the line that stands: the newest, or the one before while that is made
let failures = 0;
let startId = "", lastId = "", hasRestarted = false;

// How the screen is shown, as the service is asked for it; a class of the root is all that it shows of it.
function wantedLook() {
  const has = (name) => root.classList.contains(name);
  const contrast = has("high-contrast") ? "high" : has("normal-contrast") ? "normal" : "system";
  return new URLSearchParams({ lang: root.lang, size: has("large") ? "large" : "normal", contrast }).toString();
}

// --- what the service tells ---

// Whom a page is about: two people's pages may say the same, and a touch must never be the other's.
const subjectOf = (main) =>
  [...main.querySelectorAll("[type=hidden]:is([name=code], [name=resident]), button[name=visit]")]
    .map((one) => one.value).join();

// Whether both pages are certainly about the same. The key of an own page differs each time: where
// nothing else says whose it is, nobody knows.
function isSameSubject(one, other) {
  const subject = subjectOf(one);
  return subject === subjectOf(other) && (subject !== "" || !one.querySelector("[name=key]"));
}

// An answer that stands on the screen already stays as it is; what the strip adds to it does not count.
function isShown(main) {
  const now = screen.main();
  const text = (one) => [".answer", ".below", ".choices"].map((part) => one.querySelector(part)?.textContent).join();
  return now.dataset.state === main.dataset.state && now.className === main.className && text(now) === text(main)
    && isSameSubject(now, main);
}

function tell(html, show) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const main = page.querySelector("main");
  if (!main) return;
  if (isShown(main)) screen.touched();
  else show(page);
}

const answer = (html) => tell(html, company.showReading);

// The code for which the screens were asking stands in the first line.
function decided(text) {
  const end = text.indexOf("\n");
  const code = JSON.parse(text.slice(0, end));
  tell(text.slice(end + 1), (page) => company.showDecided(page, code));
}

// A service that has started anew may bring a new page; it is fetched while nobody uses this one.
function hello(id) {
  hasRestarted ||= Boolean(startId) && id !== startId;
  startId = id;
  if (hasRestarted && screen.state() === "idle" && !document.getElementById("code")?.value) service.renew();
}

screen.onHome(() => { if (hasRestarted) service.renew(); });

const events = { hello, answer, decided, saving: company.showSaving, idle: service.refresh };

// --- the line ---

function take(block) {
  let name = "";
  const data = [];
  for (const text of block.split("\n")) {
    if (text.startsWith("event: ")) name = text.slice(7);
    if (text.startsWith("id: ")) lastId = text.slice(4);
    if (text.startsWith("data: ")) data.push(text.slice(6));
  }
  events[name]?.(data.join("\n"));
}

// Hands on every whole event until the line ends or is silent for too long.
async function follow(mine, body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "", watch;
  try {
    for (;;) {
      clearTimeout(watch);
      watch = setTimeout(() => mine.abort(), silenceMilliseconds);
      const { value, done } = await reader.read();
      if (done) return;
      const blocks = (text + value).split("\n\n");
      text = blocks.pop();
      for (const block of blocks) take(block);
    }
  } finally {
    clearTimeout(watch);
  }
}

// Opens a line. The line before it is let go when this one stands, so that nothing falls between them.
async function open() {
  const mine = new AbortController();
  line = mine;
  mine.look = wantedLook();
  const start = performance.now();
  try {
    const address = `/events?${mine.look}&after=${lastId}`; // what was told since is told again
    const response = await fetch(address, { cache: "no-store", signal: mine.signal });
    if (response.status === 403) return; // not a screen for this: the page does without
    if (!response.ok) throw new Error(response.status);
    standing?.abort();
    standing = mine;
    await follow(mine, response.body);
  } catch {
    if (line === mine) service.waitForService(); // says so only when the service itself is away
  }
  if (line !== mine) return;
  failures = performance.now() - start > steadyMilliseconds ? 0 : failures + 1;
  const pause = Math.min(mostPauseMilliseconds, firstPauseMilliseconds * 2 ** Math.min(failures, 9));
  setTimeout(open, pause * (0.5 + Math.random() / 2));
}

// The line speaks the language that the screen speaks.
screen.onShow(() => { if (line && line.look !== wantedLook()) open(); });

// A page that is left takes its line with it.
addEventListener("pagehide", () => {
  line = null;
  standing?.abort();
});
addEventListener("pageshow", (event) => { if (event.persisted) open(); });

open();

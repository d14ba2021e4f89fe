// Talks to the service: sends a code or a form, shows what it answers. A result is shown only when
// the service has answered, which it does when the record is on the disk.
import * as screen from "./door-screen.js";

const patienceMilliseconds = 15000;
const busyAfterMilliseconds = 300;

const read = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

// Asks for a page, with a form's fields by POST, and shows it unless something newer has been asked.
export async function load(url, fields) {
  const mine = screen.takeTurn();
  const root = document.documentElement;
  const busy = setTimeout(() => root.classList.add("busy"), busyAfterMilliseconds);
  const options = fields ? { method: "POST", body: new URLSearchParams(fields) } : { cache: "no-cache" };
  try {
    const page = await read(await fetch(url, { ...options, signal: AbortSignal.timeout(patienceMilliseconds) }));
    if (!screen.isCurrent(mine)) return; // a newer scan has won
    if (!page.querySelector("main")) throw new Error("no page");
    screen.showPage(page);
  } catch {
    const unreachable = screen.part("unreachable");
    if (screen.isCurrent(mine) && unreachable) screen.show(unreachable);
  } finally {
    clearTimeout(busy);
    root.classList.remove("busy");
  }
}

// Fetches the first screen again while nobody uses it: sessions, sending, health.
export async function refresh() {
  if (screen.state() !== "idle" || document.hidden) return;
  const mine = screen.currentTurn();
  try {
    const answer = await fetch("/", { cache: "no-cache" });
    if (!answer.ok) return;
    const page = await read(answer);
    if (!screen.isCurrent(mine) || screen.state() !== "idle" || document.getElementById("code").value) return;
    if (screen.keepIdle(page)) screen.renewIdle();
  } catch {
    // The next scan will say so; an idle screen needs no alarm.
  }
}

// Fetches the first screen without showing it, where the page was opened on another one.
export async function fetchIdle() {
  screen.keepIdle(await read(await fetch("/", { cache: "no-cache" })));
}

let lastCode = "", lastAt = 0, isAsking = false;

// A card held before the scanner is read again and again: that is one reading.
export async function checkIn(code, source) {
  const repeat = 1000 * screen.setting("repeatSeconds", 3);
  const isShown = screen.main().matches(".success, .again, .out, .verdict");
  if (code === lastCode && Date.now() - lastAt < repeat && (isAsking || isShown)) return;
  lastCode = code;
  lastAt = Date.now();
  screen.forgetUndo();
  isAsking = true;
  await load("/check-in", { code, source });
  isAsking = false;
}

// The next reading counts, whatever it is.
export const forgetReading = () => { lastCode = ""; };

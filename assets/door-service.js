// Talks to the service: sends a code or a form, shows what it answers. A result is shown only when
// the service has answered, which it does when the record is on the disk.
import * as screen from "./door-screen.js";
import * as company from "./door-company.js";

const patienceMilliseconds = 15000; // for one answer
const holdMilliseconds = 20000; // for a reading, however often it has to be sent
const againMilliseconds = 500;
const busyAfterMilliseconds = 300;
const lookMilliseconds = 1000;
const clearAfterMilliseconds = 100; // somebody else's answer does not stand for the next reading
const ownPage = "/me"; // only shown, and to nobody who has come since

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function read(url, fields) {
  const options = fields ? { method: "POST", body: new URLSearchParams(fields) } : { cache: "no-cache" };
  const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(patienceMilliseconds) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.querySelector("main")) throw new Error("no page");
  return page;
}

// Asks for a page, with a form's fields by POST, and shows it unless something newer has been asked; then
// only what was recorded is told, in the strip. A second touch while the first is under way does nothing.
export async function load(url, fields) {
  const stage = screen.main();
  if ("sent" in stage.dataset) return;
  stage.dataset.sent = "";
  const mine = screen.takeTurn();
  const act = fields && url !== ownPage ? company.act(mine) : null;
  const root = document.documentElement;
  const busy = setTimeout(() => root.classList.add("busy"), busyAfterMilliseconds);
  try {
    const page = await read(url, fields);
    if (!screen.isCurrent(mine)) return act && company.answerLate(act, page); // a newer scan has won
    company.forget(act);
    company.dismiss();
    screen.showPage(page);
  } catch {
    if (act) return company.fail(act);
    if (!screen.isCurrent(mine)) return;
    company.dismiss();
    // What was only asked for is asked again; what may have been recorded is not sent twice.
    if (!fields) waitForService(true);
    else if (screen.part("unreachable")) screen.show(screen.part("unreachable"));
  } finally {
    clearTimeout(busy);
    root.classList.remove("busy");
    delete stage.dataset.sent;
  }
}

// --- readings ---

// A card held before the scanner is read again and again: that is one reading. So is a code of which the
// beginning has been sent already. Gives the kind of the answer, "again" for a repeat; null without one.
export async function checkIn(code, source, beginning) {
  if (beginning) company.absorb(beginning);
  if (company.isRepeat(code)) return "again";
  if (company.isFull()) {
    screen.show(screen.part("unreachable"));
    return null;
  }
  screen.forgetUndo();
  return ask(company.arrive(code), { code, source });
}

// The visitor has chosen a session, or a name that was found.
export async function choose(fields) {
  const stage = screen.main();
  if ("sent" in stage.dataset) return;
  stage.dataset.sent = "";
  await ask(company.resume(fields.get("code")), fields);
}

async function ask(reading, fields) {
  reading.turn = screen.takeTurn();
  const patience = screen.state() === "result" ? clearAfterMilliseconds : busyAfterMilliseconds;
  const saving = setTimeout(() => company.wait(reading, "saving"), patience);
  try {
    const page = await send(fields, () => {
      clearTimeout(saving);
      company.wait(reading, "restarting");
    });
    company.answer(reading, page);
    return reading.line.kind;
  } catch {
    company.fail(reading);
    return null;
  } finally {
    clearTimeout(saving);
  }
}

// Sends a check-in until it is answered. That may be done twice: one person is recorded once a session,
// and when only the answer was lost, the next one says "already checked in", and since when.
async function send(fields, failed) {
  const until = performance.now() + holdMilliseconds;
  for (;;) {
    try {
      return await read("/check-in", fields);
    } catch (fault) {
      if (performance.now() > until) throw fault;
      failed();
      await pause(againMilliseconds);
    }
  }
}

// --- the first screen ---

// Fetches the first screen again while nobody uses it: sessions, sending, health.
export async function refresh() {
  if (screen.state() !== "idle" || document.hidden) return;
  const mine = screen.currentTurn();
  try {
    const page = await read("/");
    if (!screen.isCurrent(mine) || screen.state() !== "idle" || document.getElementById("code").value) return;
    if (screen.keepIdle(page)) screen.renewIdle();
  } catch {
    if (screen.state() === "idle" && screen.isCurrent(mine)) waitForService();
  }
}

// Fetches the first screen without showing it, where the page was opened on another one.
export async function fetchIdle() {
  screen.keepIdle(await read("/"));
}

// --- a service that is away ---

let isLooking = false;
let isOld = false; // the page should be fetched anew, and a reading was under way

// Fetches the page itself anew. A reading under way would be lost: then the next way home does it.
export function renew() {
  isOld = company.isAsking();
  if (!isOld) location.reload();
}

screen.onHome(() => { if (isOld) renew(); });

async function isReady() {
  try {
    return (await fetch("/ready", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

function showAway(isAsked) {
  const page = screen.part("starting");
  const isFree = screen.state() === "idle" || (isAsked && screen.state() === "form");
  if (page && isFree) screen.show(page);
}

// Says calmly that the service is starting, and comes back by itself when it answers: with a fresh page,
// for it may be a newer version. A form stays as long as nobody asks the service for anything.
export async function waitForService(isAsked = false) {
  if (isLooking && !isAsked) return;
  if (!(await isReady())) showAway(isAsked);
  if (isLooking) return;
  isLooking = true;
  while (!(await isReady())) {
    showAway(false);
    await pause(lookMilliseconds);
  }
  isLooking = false;
  if (screen.state() === "away") renew();
  else if (screen.state() === "idle") refresh();
}

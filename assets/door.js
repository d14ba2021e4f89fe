// The check-in screen: reads keyboard scanners, swaps screens, keeps time. Everything it does works
// without it too, by ordinary forms. It shows a result only when the server has answered.
"use strict";
(() => {
  const stage = document.getElementById("stage");
  const interKeyMilliseconds = 80; // a scanner types faster than any hand
  const fullCodeLength = 10; // the shortest code that may end without Enter or Tab
  const shownLength = 20; // characters of a code that the field shows while it is scanned
  const mostCodeLength = 4096; // a certificate's code has about 900, and at most 2,500
  const refreshMilliseconds = 15000;
  const countdownSeconds = 20;

  const main = () => stage.querySelector("main");
  const state = () => main().dataset.state;
  const part = (id) => document.importNode(parts[id].content, true).firstElementChild;

  let idle = null; // the first screen as the server last gave it, never with a person in it
  let parts = {}; // small pieces of page that came with it, in the visitor's language
  let turn = 0; // grows with every action; a late answer to an earlier one is not shown
  let leaveTimer, countTimer, lateTimer, deadline = 0;
  let pendingUndo = null; // the last visit that may still be taken back: its number and until when

  // --- screens ---

  function keepIdle(page) {
    const fresh = page.querySelector("main.idle");
    if (!fresh) return;
    for (const piece of fresh.querySelectorAll("template")) parts[piece.id] = piece;
    idle = { main: fresh.cloneNode(true), look: page.documentElement.className, lang: page.documentElement.lang };
  }

  function show(page, look, lang) {
    clearTimeout(leaveTimer);
    clearInterval(countTimer);
    stage.setAttribute("aria-live", "polite");
    stage.replaceChildren(page);
    if (look !== undefined) document.documentElement.className = look;
    if (lang) document.documentElement.lang = lang;
    document.documentElement.classList.remove("busy");
    enter();
  }

  function enter() {
    tick();
    if (state() === "result") {
      const seconds = Number(main().dataset.stay);
      if (main().dataset.visit) {
        pendingUndo = { visit: main().dataset.visit, until: Date.now() + 1000 * Number(main().dataset.undo) };
      }
      stay(seconds);
    } else if (state() === "form") {
      arm();
    } else {
      offerUndo();
    }
    main().querySelector("[autofocus]")?.focus({ preventScroll: true });
  }

  // A result leaves after some seconds; a line shows how long it still stays.
  function stay(seconds) {
    clearTimeout(leaveTimer);
    leaveTimer = setTimeout(home, 1000 * seconds);
    const answer = main().querySelector(".answer");
    answer.querySelector(".stay")?.remove();
    const line = document.createElement("span");
    line.className = "stay";
    answer.append(line);
    line.animate([{ transform: "scaleX(1)" }, { transform: "scaleX(0)" }], { duration: 1000 * seconds, fill: "forwards" });
  }

  // A form leaves when nobody touches it; the last seconds are counted down in sight.
  function arm() {
    deadline = Date.now() + 1000 * Number(idle?.main.dataset.formSeconds || 60);
    clearInterval(countTimer);
    countTimer = setInterval(count, 1000);
    stage.querySelector(".countdown")?.remove();
  }

  function count() {
    const left = Math.ceil((deadline - Date.now()) / 1000);
    if (left <= 0) return home();
    if (left > countdownSeconds || !parts.countdown) return;
    let line = stage.querySelector(".countdown");
    if (!line) {
      line = part("countdown");
      line.setAttribute("aria-live", "off");
      line.dataset.text = line.textContent;
      stage.append(line);
    }
    line.textContent = line.dataset.text.replace("%", left);
  }

  function home() {
    turn += 1;
    lastCode = "";
    clearTimeout(leaveTimer);
    clearInterval(countTimer);
    if (idle) show(idle.main.cloneNode(true), idle.look, idle.lang);
    refresh();
  }

  function offerUndo() {
    clearInterval(lateTimer);
    if (!pendingUndo || !parts["undo-strip"]) return;
    if (pendingUndo.until - Date.now() < 1000) {
      pendingUndo = null;
      return;
    }
    const strip = part("undo-strip");
    strip.querySelector("button").value = pendingUndo.visit;
    const until = pendingUndo.until;
    const step = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left <= 0 || !strip.isConnected) {
        clearInterval(lateTimer);
        strip.remove();
        if (left <= 0) pendingUndo = null;
        return;
      }
      strip.querySelector("b").textContent = `(${left})`;
    };
    strip.setAttribute("aria-live", "off");
    main().append(strip); // into the first screen, where the style sheet has a place for it
    step();
    lateTimer = setInterval(step, 1000);
  }

  // --- talking to the service ---

  async function load(url, fields) {
    const mine = ++turn;
    const busy = setTimeout(() => document.documentElement.classList.add("busy"), 300);
    const options = fields ? { method: "POST", body: new URLSearchParams(fields) } : { cache: "no-cache" };
    try {
      const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(15000) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== turn) return; // a newer scan has won
      const fresh = page.querySelector("main");
      if (!fresh) throw new Error("no page");
      keepIdle(page);
      show(document.adoptNode(fresh), page.documentElement.className, page.documentElement.lang);
    } catch {
      if (mine === turn) show(part("unreachable"));
    } finally {
      clearTimeout(busy);
      document.documentElement.classList.remove("busy");
    }
  }

  // Fetches the first screen again while nobody uses it: sessions, sending, health.
  async function refresh() {
    if (state() !== "idle" || document.hidden) return;
    const mine = turn;
    try {
      const answer = await fetch("/", { cache: "no-cache" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const field = document.getElementById("code");
      if (mine !== turn || state() !== "idle" || field.value) return;
      const before = idle?.main.innerHTML;
      keepIdle(page);
      if (idle.main.innerHTML === before) return;
      stage.setAttribute("aria-live", "off"); // nothing that a reader should announce
      main().replaceWith(idle.main.cloneNode(true));
      offerUndo();
      tick();
      document.getElementById("code").focus({ preventScroll: true });
    } catch {
      // The next scan will say so; an idle screen needs no alarm.
    }
  }

  let lastCode = "", lastAt = 0, isAsking = false;

  // A card held before the scanner is read again and again: that is one reading.
  async function checkIn(code, source) {
    const repeat = 1000 * Number(idle?.main.dataset.repeatSeconds || 3);
    const isShown = main().matches(".success, .again, .out, .verdict");
    if (code === lastCode && Date.now() - lastAt < repeat && (isAsking || isShown)) return;
    lastCode = code;
    lastAt = Date.now();
    pendingUndo = null;
    isAsking = true;
    await load("/check-in", { code, source });
    isAsking = false;
  }

  // --- the scanner that types ---

  let burst = "", burstAt = 0, burstTimer;

  function character(event) {
    if (event.key.length === 1) return event.key;
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code); // an input method in the way
    return digit ? digit[1] : "";
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const now = event.timeStamp; // when the key fell, however busy the page has been since
    const isFast = now - burstAt <= interKeyMilliseconds;
    if (!isFast) touched(); // of a scanner's thousand keys the first is enough
    if (event.key === "Enter" || event.key === "Tab") {
      const code = isFast ? burst : "";
      burst = "";
      clearTimeout(burstTimer);
      if (code.length < fullCodeLength && (code.length < 3 || document.activeElement?.value)) return;
      event.preventDefault();
      scanned(code);
      return;
    }
    const typed = character(event);
    if (!typed) return;
    if (!isFast) burst = "";
    if (burst.length < mostCodeLength) burst += typed;
    burstAt = now;
    if (burst.length > shownLength) event.preventDefault(); // a certificate's digits fill no field
    clearTimeout(burstTimer);
    burstTimer = setTimeout(() => {
      const code = burst;
      burst = "";
      if (code.length >= fullCodeLength) scanned(code); // a scanner without an ending
      else if (code.length >= 4) drop(code); // half a code: no hand types that fast
    }, 2 * interKeyMilliseconds);
  }, true);

  function drop(code) {
    const field = document.activeElement;
    const shown = code.slice(0, shownLength);
    if (field?.id === "code" && field.value.endsWith(shown)) field.value = field.value.slice(0, -shown.length);
  }

  function scanned(code) {
    const field = document.activeElement;
    if (field instanceof HTMLInputElement) field.value = "";
    checkIn(code, "wedge");
  }

  // --- touch and forms ---

  function touched() {
    if (state() === "form" || document.getElementById("code")?.value) arm();
    if (state() === "result") stay(Number(main().dataset.stay));
  }

  document.addEventListener("pointerdown", touched, true);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-home], a[data-swap]");
    if (!link) return;
    event.preventDefault();
    if (link.hasAttribute("data-home")) home();
    else load(link.href);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    event.preventDefault();
    if (button?.name === "press") return press(form, button.value);
    const fields = new FormData(form);
    if (button?.name) fields.set(button.name, button.value);
    if (form.method === "get") {
      load(`${form.getAttribute("action")}?${new URLSearchParams(fields)}`);
    } else if (form.classList.contains("pad")) {
      const code = String(fields.get("code")).trim();
      form.reset();
      document.getElementById("code").value = "";
      if (code) checkIn(code, "keypad");
    } else {
      pendingUndo = null;
      lastCode = "";
      load(form.getAttribute("action"), fields);
    }
  });

  function press(form, key) {
    const field = form.querySelector("input:not([type=hidden])");
    if (key === "erase") field.value = field.value.slice(0, -1);
    else field.value += key === "space" ? " " : key;
    field.focus({ preventScroll: true });
    if (state() === "idle") arm(); // digits left behind on the first screen are cleared like a form
  }

  // --- the clock: Vietnam, UTC+7, without daylight saving ---

  function tick() {
    const clock = document.getElementById("clock");
    const time = new Date(Date.now() + 7 * 3600e3).toISOString().slice(11, 16);
    if (clock && clock.textContent !== time) clock.textContent = time;
  }

  setInterval(tick, 1000);
  setInterval(refresh, refreshMilliseconds);
  // A visitor's language and text size leave with the visitor.
  setInterval(() => {
    const changed = document.documentElement.lang !== "vi" || document.documentElement.classList.contains("large");
    if (state() !== "idle" || !changed || Date.now() - lastTouch < 60000) return;
    load("/?lang=vi&size=normal");
  }, 5000);

  let lastTouch = Date.now();
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => { lastTouch = Date.now(); }, true);

  if (main()?.classList.contains("idle")) keepIdle(document);
  else refreshIdle();

  async function refreshIdle() {
    const answer = await fetch("/", { cache: "no-cache" });
    keepIdle(new DOMParser().parseFromString(await answer.text(), "text/html"));
  }
  enter();
})();

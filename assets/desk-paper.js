// Entering a paper list: takes codes as fast as a scanner gives them, sends one after the other, and
// puts what the service answers in place. Without script every code is an ordinary form.
//
// Nothing that was read is ever dropped: where the machine does not answer it is sent again, and where the
// time is wrong it waits, with all that is read after it, until somebody has corrected the time.
"use strict";

(() => {
  const form = document.querySelector("form[data-paper]");
  const { code, time } = form.elements;
  const said = form.querySelector("[data-said]");
  const scannerMilliseconds = 81; // 80 and what the rounding of time stamps adds: no hand types as fast
  const retryMilliseconds = 3000;
  const mostTimeLength = 5; // "08:10"
  const waiting = [];
  let confirmed = time.value.trim(); // the time as it stood when a code came, or somebody pressed Enter
  let isSending = false, isHeld = false, retry;

  // Says how many codes wait, in one of the form's sentences; nothing without one.
  function say(sentence) {
    said.textContent = sentence ? form.dataset[sentence].replace("%", waiting.length) : "";
    said.hidden = !sentence;
  }

  function replace(page) {
    for (const here of document.querySelectorAll("[data-part]")) {
      const there = page.querySelector(`[data-part="${here.dataset.part}"]`);
      if (there) here.replaceChildren(...there.childNodes);
      else here.remove();
    }
    // The field itself stays, somebody may be writing in it; only whether it is wrong is told.
    const answered = page.getElementById("time");
    for (const name of ["aria-invalid", "aria-describedby"]) {
      if (answered.hasAttribute(name)) time.setAttribute(name, answered.getAttribute(name));
      else time.removeAttribute(name);
    }
  }

  // Gives "taken"; "refused" where the time is wrong; "left" when the browser goes to another page.
  async function send(fields) {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(fields) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.status >= 500) throw new Error(`status ${answer.status}`);
    if (!page.querySelector("form[data-paper]")) {
      // Signed out, or a session that is no longer there: the page says it better.
      location.assign(answer.url);
      return "left";
    }
    replace(page);
    return answer.ok ? "taken" : "refused";
  }

  // What was read under a wrong time gets the one that has been confirmed since.
  function correct(wrong) {
    for (const fields of waiting) if (fields.time === wrong) fields.time = confirmed;
  }

  // Sends what waits, in order.
  async function work() {
    clearTimeout(retry);
    if (isSending) return;
    isSending = true;
    while (waiting.length > 0) {
      if (waiting.length > 1) say("waiting");
      const [fields] = waiting;
      let outcome;
      try {
        outcome = await send(fields);
      } catch {
        say("failed");
        retry = setTimeout(work, retryMilliseconds);
        break;
      }
      if (outcome === "left") break;
      if (outcome === "refused" && fields.time === confirmed) {
        isHeld = true;
        say("held");
        break;
      }
      if (outcome === "refused") {
        correct(fields.time);
        continue;
      }
      waiting.shift();
      if (waiting.length === 0) say("");
    }
    isSending = false;
  }

  // Takes a code, or only what somebody has confirmed without one. Staff scan a whole list without looking
  // up, so a scan under a time that was refused waits as well; Enter without a code tries once more.
  function take(text) {
    const before = confirmed;
    confirmed = time.value.trim();
    code.focus();
    if (text) waiting.push({ csrf: form.elements.csrf.value, code: text, time: confirmed });
    if (isHeld && text && confirmed === before) return say("held");
    if (isHeld) correct(before);
    isHeld = false;
    work();
  }

  // --- the keys ---

  let lastKeyAt = -Infinity;
  let begun = null; // a field, and what stood in it, when keys began to come as fast as a scanner's

  const isEnding = (key) => key === "Enter" || key === "Tab";

  // What a scanner has typed into the field of the time, where somebody was writing; the field gets back
  // what stood there.
  function strayCode() {
    if (begun?.field !== time) return "";
    const { value, start, end } = begun;
    const text = time.value.slice(start, time.value.length - (value.length - end));
    begun = null;
    if (text.length <= mostTimeLength) return "";
    time.value = value;
    return text.trim();
  }

  function writtenCode() {
    const text = code.value.trim();
    code.value = "";
    return text;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take(strayCode() || writtenCode());
  });

  form.addEventListener("keydown", (event) => {
    const { key, target: field, timeStamp } = event;
    if (field !== code && field !== time) return;
    const isQuick = timeStamp - lastKeyAt < scannerMilliseconds;
    lastKeyAt = timeStamp;
    if (!isQuick && !isEnding(key)) {
      begun = { field, value: field.value, start: field.selectionStart, end: field.selectionEnd };
    }
    if (key !== "Tab" || !isQuick) return;
    const text = strayCode() || (field === code && code.value.length > 3 ? writtenCode() : "");
    if (!text) return; // a hand, on its way to the next field
    event.preventDefault();
    take(text);
  });

  addEventListener("beforeunload", (event) => {
    if (waiting.length > 0) event.preventDefault();
  });
})();

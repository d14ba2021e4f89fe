// Entering a paper list: takes codes as fast as a scanner gives them, sends one after the other, and
// puts what the service answers in place. Without script every code is an ordinary form.
"use strict";

(() => {
  const form = document.querySelector("form[data-paper]");
  const { code, time } = form.elements;
  const said = form.querySelector("[data-said]");
  const scannerMilliseconds = 80; // nobody types so fast: a Tab after such a text ended a code
  const waiting = [];
  const retryMilliseconds = 3000;
  let isSending = false, lastKeyAt = 0, isQuick = false, isHeld = false, retry;

  function say(text) {
    said.textContent = text;
    said.hidden = !text;
  }

  function replace(page) {
    for (const here of document.querySelectorAll("[data-part]")) {
      const there = page.querySelector(`[data-part="${here.dataset.part}"]`);
      if (there) here.replaceChildren(...there.childNodes);
      else here.remove();
    }
  }

  async function send(fields) {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(fields) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.status >= 500) throw new Error(`status ${answer.status}`);
    // Signed out, or a session that is no longer there: the page says it better.
    if (!page.querySelector("form[data-paper]")) return location.assign(answer.url);
    replace(page);
    return answer.ok;
  }

  // Sends what waits, in order. Nothing that was read is ever dropped: where the machine does not answer
  // it is tried again, and where the time is wrong it waits for a right one.
  async function work() {
    clearTimeout(retry);
    if (isSending) return;
    isSending = true;
    while (waiting.length > 0) {
      if (waiting.length > 1) say(form.dataset.waiting.replace("%", waiting.length));
      try {
        if (!(await send(waiting[0]))) {
          say("");
          isHeld = true;
          time.focus();
          break;
        }
      } catch {
        say(form.dataset.failed.replace("%", waiting.length));
        retry = setTimeout(work, retryMilliseconds);
        break;
      }
      waiting.shift();
      if (waiting.length === 0) say("");
    }
    isSending = false;
  }

  function take() {
    const text = code.value.trim();
    code.value = "";
    code.focus();
    if (isHeld) for (const fields of waiting) fields.time = time.value;
    isHeld = false;
    if (text) waiting.push({ csrf: form.elements.csrf.value, code: text, time: time.value });
    work();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take();
  });

  code.addEventListener("keydown", (event) => {
    isQuick = event.timeStamp - lastKeyAt < scannerMilliseconds;
    lastKeyAt = event.timeStamp;
    if (event.key === "Tab" && isQuick && code.value.length > 3) {
      event.preventDefault();
      take();
    }
  });

  addEventListener("beforeunload", (event) => {
    if (waiting.length > 0) event.preventDefault();
  });
})();

// Keeps a page of the desk that shows work under way up to date: asks for it again and again and
// puts its live parts in place, so that nothing jumps. Without script the page reloads itself.
"use strict";

(() => {
  const pauseMilliseconds = 1000;
  const patience = 30;
  let failures = 0;

  const replace = (here, there) => here.replaceChildren(...there.childNodes);

  async function look() {
    // The header says that nobody asked: a page left open keeps nobody signed in.
    const answer = await fetch(location.href, {
      cache: "no-store", redirect: "error", headers: { "Desk-Look": "live" } });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("script[src='/assets/desk.js']")) {
      // Done: everything may be different now, and nothing changes any more.
      replace(document.getElementById("main"), page.getElementById("main"));
      return false;
    }
    for (const here of document.querySelectorAll("[data-live]")) {
      const there = page.querySelector(`[data-live="${here.dataset.live}"]`);
      if (there && here.innerHTML !== there.innerHTML) replace(here, there);
    }
    return true;
  }

  async function again() {
    try {
      if (!(await look())) return;
      failures = 0;
    } catch {
      failures += 1;
      if (failures >= patience) return location.reload();
    }
    setTimeout(again, pauseMilliseconds);
  }

  setTimeout(again, pauseMilliseconds);
})();

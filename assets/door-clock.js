// The clock on the first screen: Vietnam, UTC+7, without daylight saving, ticking between the pages
// that the service sends. The service's time counts, also where the browser's machine has another.
import * as screen from "./door-screen.js";

const day = 24 * 60;
let minutesOff = 0;

const now = () => new Date(Date.now() + (7 * 60 + minutesOff) * 60e3);

// What the service shows may be a second old, so one minute's difference is none.
function learn(page) {
  const shown = /^(\d\d):(\d\d)$/.exec(page.querySelector("#clock")?.textContent.trim() ?? "");
  if (!shown) return;
  minutesOff = 0;
  const own = now().getUTCHours() * 60 + now().getUTCMinutes();
  const off = (Number(shown[1]) * 60 + Number(shown[2]) - own + 1.5 * day) % day - day / 2;
  minutesOff = Math.abs(off) > 1 ? off : 0;
}

function tick() {
  const clock = document.getElementById("clock");
  const time = now().toISOString().slice(11, 16);
  if (clock && clock.textContent !== time) clock.textContent = time;
}

export function start() {
  screen.onKeep(learn);
  screen.onShow(tick);
  setInterval(tick, 1000);
}

// Shows the service that this page lives: a sign every few seconds, given by the main thread after two
// frames have been painted. Only the screen of the machine itself gives it. And it installs the
// service worker, which stands in while the service starts.
import * as screen from "./door-screen.js";

const isOwnScreen = ["127.0.0.1", "localhost", "[::1]"].includes(location.hostname);
const sign = (state) => new URLSearchParams({ state });

function painted() {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}

async function beat() {
  if (!document.hidden) {
    await painted();
    // When the service is away, the next sign tells it that the page is there.
    await fetch("/heartbeat", { method: "POST", body: sign("here") }).catch(() => {});
  }
  setTimeout(beat, 1000 * screen.setting("heartbeatSeconds", 10));
}

// A page that is hidden or closed in order is not missed.
function away() {
  navigator.sendBeacon("/heartbeat", sign("away"));
}

export function start() {
  navigator.serviceWorker?.register("/sw.js", { updateViaCache: "none" }).catch(() => {});
  if (!isOwnScreen) return;
  beat();
  addEventListener("pagehide", away);
  document.addEventListener("visibilitychange", () => document.hidden && away());
}

// Reads a card that is held up to the machine's camera. While the first screen is shown, a few small
// pictures a second go to the service on this machine, which says which code is on them and forgets them.
// The code is then sent like that of any other scanner. Without a camera everything else goes on.
import * as screen from "./door-screen.js";
import * as service from "./door-service.js";

const frameMilliseconds = 333, stillMilliseconds = 2000; // between two pictures; while nothing moves
const movedMilliseconds = 3000; // after a movement every picture counts
const mostPixels = 640; // of the longer side
const retryMilliseconds = 10000;
const lostFrames = 4; // a code that is missing from so many pictures is held up no longer
const lostFramesUnreadable = 150; // a poster behind the people is not explained again and again

const video = document.createElement("video");
video.muted = video.playsInline = true;
const canvas = document.createElement("canvas");
const small = document.createElement("canvas");
[small.width, small.height] = [32, 24];
const held = new Map(); // the marks of codes that have been answered: pictures until they are forgotten

let state = "starting", isOpening = false, isBusy = false, isOff = false;

// --- the preview on the first screen ---

function show(main = screen.main()) {
  for (const place of main.querySelectorAll("[data-camera]")) place.dataset.camera = state;
  const view = main.querySelector(".camera-view");
  if (state !== "ready" || !view || view.contains(video)) return;
  view.replaceChildren(video);
  video.play().catch(() => {}); // moved once more meanwhile
}

function become(name) {
  state = name;
  show();
}

screen.onShow(show);

// --- the camera itself: it may be forbidden, missing, or pulled out at any time ---

// While the browser asks somebody whether it may, it is not asked again.
async function open() {
  if (isOpening || isOff || video.srcObject) return;
  isOpening = true;
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: false, video: { width: { ideal: 1280 }, facingMode: "user" } });
    if (isOff) return stream.getTracks().forEach((track) => track.stop()); // it has come too late
    video.srcObject = stream;
    stream.getVideoTracks()[0].addEventListener("ended", () => {
      video.srcObject = null;
      become("absent");
    });
    become("ready");
  } catch (error) {
    become(error.name === "NotAllowedError" ? "forbidden" : "absent");
  } finally {
    isOpening = false;
  }
}

// --- pictures ---

let before = null, movedAt = 0, sentAt = 0;

// Whether this picture is worth looking at: all for a while after something has moved, else a few.
function isWorthwhile() {
  const context = small.getContext("2d", { willReadFrequently: true });
  context.drawImage(video, 0, 0, small.width, small.height);
  const pixels = context.getImageData(0, 0, small.width, small.height).data;
  let change = 0;
  for (let at = 1; before && at < pixels.length; at += 4) change += Math.abs(pixels[at] - before[at]);
  const now = performance.now();
  if (!before || change > 3 * small.width * small.height) movedAt = now;
  before = pixels;
  if (now - movedAt > movedMilliseconds && now - sentAt < stillMilliseconds) return false;
  sentAt = now;
  return true;
}

function picture() {
  const scale = Math.min(1, mostPixels / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
}

// Counts for each code that has been answered how long it has not been seen.
function remember(seen, frames) {
  for (const [mark, left] of held) {
    if (left <= 1) held.delete(mark);
    else held.set(mark, left - 1);
  }
  for (const mark of seen) held.set(mark, Math.max(held.get(mark) ?? 0, frames));
}

async function look() {
  if (isBusy || isOff || state !== "ready" || document.hidden) return;
  if (screen.state() !== "idle" || !video.isConnected || video.readyState < 2 || !isWorthwhile()) return;
  isBusy = true;
  try {
    const answer = await fetch("/camera", {
      method: "POST", body: await picture(), signal: AbortSignal.timeout(15000),
      headers: { "Content-Type": "image/jpeg", "Codes-Held": [...held.keys()].join(",") } });
    await take(answer);
  } catch {
    // The service does not answer: the next picture tries again.
  } finally {
    isBusy = false;
  }
}

async function take(answer) {
  const seen = (answer.headers.get("Codes-Seen") || "").split(",").filter(Boolean);
  if (answer.status === 204) return remember(seen, lostFrames);
  if (answer.status === 403 || answer.status === 404) {
    isOff = true;
    return become("off");
  }
  if (!answer.ok) return; // a picture like none of a camera's
  const kind = await service.checkIn(await answer.text(), "camera");
  if (!kind) return; // nobody knows what became of it: a card that is still there is read once more
  remember(seen, kind === "error" ? lostFramesUnreadable : lostFrames);
}

show();
if (navigator.mediaDevices) {
  open();
  setInterval(open, retryMilliseconds);
  navigator.mediaDevices.addEventListener("devicechange", open);
  setInterval(look, frameMilliseconds);
} else {
  become("absent"); // a page that was not opened on this machine or by https
}

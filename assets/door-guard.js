// What a browser offers and a screen at a door must not: menus, selections, dragging, zooming, printing,
// finding, the history. F5 stays: it does no harm, and staff know it.
import * as screen from "./door-screen.js";

const editing = new Set(["a", "c", "v", "x", "z"]);
const stopped = new Set(["F1", "F3", "F6", "F7", "F10", "BrowserBack", "BrowserForward", "ContextMenu"]);

function isStopped(event) {
  if (stopped.has(event.key)) return true;
  if (event.altKey && !event.getModifierState("AltGraph")) return true;
  if (!event.ctrlKey && !event.metaKey) return false;
  if (event.shiftKey && event.code === "KeyI") return false; // for developers; a kiosk's policy forbids it
  if (event.key?.toLowerCase() === "r") return false; // as F5
  return !(event.target instanceof HTMLInputElement && editing.has(event.key?.toLowerCase()));
}

const stop = (event) => event.preventDefault();

export function start() {
  for (const kind of ["contextmenu", "dragstart", "drop", "dragover", "auxclick"]) {
    document.addEventListener(kind, stop);
  }
  document.addEventListener("selectstart", (event) => {
    if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
  });
  document.addEventListener("wheel", (event) => event.ctrlKey && event.preventDefault(), { passive: false });
  document.addEventListener("touchmove", (event) => event.touches.length > 1 && event.preventDefault(),
    { passive: false });
  document.addEventListener("keydown", (event) => isStopped(event) && event.preventDefault(), true);
  // Neither the way back nor a page kept for it shows an earlier person.
  addEventListener("pagehide", screen.clear);
}

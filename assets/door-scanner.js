// Reads a scanner that types like a keyboard, wherever the focus is: many keys in no time, then Enter,
// Tab or nothing. What a hand types is left alone.

const interKeyMilliseconds = 80; // a scanner types faster than any hand
const fullCodeLength = 10; // the shortest code that may end without Enter or Tab
const shownLength = 20; // characters of a code that the field shows while it is scanned
const mostCodeLength = 4096; // a certificate's code has about 900, and at most 2,500

let burst = "", burstAt = 0, burstTimer;

function character(event) {
  if (event.key.length === 1) return event.key;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code); // an input method in the way
  return digit ? digit[1] : "";
}

// Takes back what half a code has typed into the field.
function drop(code) {
  const field = document.activeElement;
  const shown = code.slice(0, shownLength);
  if (field?.id === "code" && field.value.endsWith(shown)) field.value = field.value.slice(0, -shown.length);
}

// Calls `scanned` with each code, and `touched` when a hand may be at the keys.
export function listen(scanned, touched) {
  const finish = (code) => {
    if (document.activeElement instanceof HTMLInputElement) document.activeElement.value = "";
    scanned(code);
  };
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
      finish(code);
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
      if (code.length >= fullCodeLength) finish(code); // a scanner without an ending
      else if (code.length >= 4) drop(code); // half a code: no hand types that fast
    }, (burst.length > shownLength ? 8 : 2) * interKeyMilliseconds); // a long code may stutter
  }, true);
}

// Reads a scanner that types like a keyboard, wherever the focus is: many keys in no time, then Enter,
// Tab or nothing. What a hand types is left alone.
//
// A page cannot tell two keyboards apart. So a code counts only when it is whole; when two scanners
// have typed into one another, all of it is dropped, and so is whatever follows without a pause.

const interKeyMilliseconds = 81; // 80 and what the rounding of time stamps adds: no hand types as fast
const restMilliseconds = 2 * interKeyMilliseconds; // after so long a code without Enter has ended
const stutterMilliseconds = 8 * interKeyMilliseconds; // the same for a long code, which may halt
const fullCodeLength = 10; // the shortest code that may end without Enter or Tab
const halfCodeDigits = 4; // fewer than these may come from a hand
const shownLength = 20; // characters of a code that the field shows while it is scanned
const mostCodeLength = 4096; // a certificate's code has about 900, and at most 2,500
const certificateDigits = 300;

let burst = null; // what has been typed fast since the last pause, and the field it has gone into
let rested = null; // the last code without Enter or Tab; keys that come late may still belong to it
let endedAt = -Infinity; // when a code's Enter or Tab came: a line feed after it belongs to it
let dazedUntil = -Infinity; // while keys follow what was jumbled, they are dropped too
let restTimer;

const endings = new Set(["Enter", "NumpadEnter", "Tab"]);
const controlEndings = new Set(["KeyJ", "KeyM", "KeyI"]); // line feed, return, tab
const modifiers = new Set(["Shift", "CapsLock", "NumLock", "AltGraph"]);

// What a key types on the keyboard that every scanner plays, for when an input method has hidden it.
const plain = { Space: " ", Minus: "-", Equal: "=", Semicolon: ";", Quote: "'", Comma: ",", Period: ".",
  Slash: "/", Backslash: "\\", BracketLeft: "[", BracketRight: "]", Backquote: "`" };
const shifted = { Digit1: "!", Digit2: "@", Digit3: "#", Digit4: "$", Digit5: "%", Digit6: "^", Digit7: "&",
  Digit8: "*", Digit9: "(", Digit0: ")", Minus: "_", Equal: "+", Semicolon: ":", Quote: '"', Comma: "<",
  Period: ">", Slash: "?", Backslash: "|", BracketLeft: "{", BracketRight: "}", Backquote: "~" };

// Digits go by the key's place: Telex, VNI and layouts that keep letters there do not change it.
function character({ key, code, shiftKey }) {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code);
  if (digit && !shiftKey) return digit[1];
  if ([...key].length === 1) return key;
  if (key !== "Process" && key !== "Unidentified" && key !== "Dead") return "";
  const letter = /^Key([A-Z])$/.exec(code);
  if (letter) return shiftKey ? letter[1] : letter[1].toLowerCase();
  return (shiftKey ? shifted[code] : plain[code]) ?? "";
}

const digitsIn = (text) => text.replace(/\D/g, "").length;

// Whether a text can be one code: a card, an identity number with at most a prefix, an identity
// card's text, a certificate. Anything else ends in a message, and what trails behind it is dropped.
const isWhole = (text) =>
  /^\W{0,2}(?:\][A-Za-z]\w|[A-Za-z])?(?:\d{10}|\d{12})$/.test(text) || text.includes("|")
  || digitsIn(text) >= certificateDigits;

// More digits than any card has, but not a certificate: two scanners at once.
const isJumble = (text) => /^\d+$/.test(text) && text.length > 12 && text.length < certificateDigits;

const isField = (element) => element instanceof HTMLInputElement;

// A name is typed by hand: letters in the field for names are no code.
const isByHand = ({ text, field }) => field && field.id !== "code" && digitsIn(text) === 0;

// Letters of a hand that was typing a name when the scan came stand before or between its digits.
function code({ text, field }) {
  if (!field || field.id === "code" || text.includes("|")) return text;
  const digits = text.replace(/^[^\w\]]*\][A-Za-z]\w/, "").replace(/\D/g, "");
  return digits.length === 10 || digits.length === 12 ? digits : text;
}

// A burst begins anew, or goes on with a code that has been told too early.
function begin(at, told = "") {
  const field = isField(document.activeElement) ? document.activeElement : null;
  return { text: told, told, at, field, before: field?.value ?? "" };
}

// Gives the field back what stood in it before the scanner typed.
function takeBack({ field, before }) {
  if (field?.isConnected) field.value = before;
}

// Calls `scanned` with each code, and with what was told before if that was only its beginning; `jumbled`
// when two came at once, and `touched` when a hand may be at the keys.
export function listen(scanned, touched, jumbled) {
  const finish = (done, at) => {
    const text = code(done);
    takeBack(done);
    if (!isWhole(text)) dazedUntil = at + restMilliseconds;
    if (isJumble(text)) jumbled();
    else scanned(text, done.told);
    return text;
  };

  // What has been typed when the keys have rested. A busy machine may bring the next ones late: their
  // time stamps tell, and half a code or a whole one is kept for them.
  const rest = () => {
    const digits = digitsIn(burst.text);
    if (digits >= fullCodeLength) { // a scanner without an ending
      const done = burst;
      burst = null;
      endedAt = done.at;
      rested = { at: done.at, text: finish(done, done.at) };
    } else if (digits >= (burst.before ? halfCodeDigits + 2 : halfCodeDigits)) {
      takeBack(burst);
    }
  };

  const end = (event, now, isFast) => {
    const done = burst;
    burst = rested = null;
    clearTimeout(restTimer);
    if (!isFast || !done) {
      if (now - endedAt <= interKeyMilliseconds) event.preventDefault(); // the line feed of CR LF
      return;
    }
    if (isByHand(done)) return;
    if (done.text.length < fullCodeLength && (done.text.length < 3 || done.before)) return;
    event.preventDefault();
    endedAt = now;
    finish(done, now);
  };

  const typed = (event, now, isFast) => {
    const isErasing = event.key === "Backspace" && isFast && burst?.text; // how UniKey mends a letter
    const text = isErasing ? "" : character(event);
    if (!text && !isErasing) return;
    if (!isFast) burst = rested = null;
    burst ??= begin(now, rested?.text);
    rested = null;
    if (isErasing) burst.text = burst.text.slice(0, -1);
    else if (burst.text.length < mostCodeLength) burst.text += text;
    burst.at = now;
    const isLong = burst.text.length > shownLength;
    if (isLong || (isFast && !burst.field)) event.preventDefault(); // no space presses a button
    clearTimeout(restTimer);
    restTimer = setTimeout(rest, isLong ? stutterMilliseconds : restMilliseconds);
  };

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey) return;
    if (event.repeat) {
      if (character(event) || endings.has(event.code || event.key)) event.preventDefault(); // a key held down
      return;
    }
    const now = event.timeStamp; // when the key fell, however busy the page has been since
    const latest = burst ?? rested;
    const isFast = latest !== null && now - latest.at <= interKeyMilliseconds;
    if (isFast && rested) dazedUntil = -Infinity; // it was no jumble, it had not come to its end
    if (now <= dazedUntil) {
      dazedUntil = now + restMilliseconds;
      event.preventDefault();
      return;
    }
    if (!isFast) touched(); // of a scanner's thousand keys the first is enough
    const isEnding = event.ctrlKey
      ? controlEndings.has(event.code || `Key${event.key.toUpperCase()}`)
      : endings.has(event.key) || endings.has(event.code);
    if (isEnding) end(event, now, isFast);
    else if (!event.ctrlKey && !modifiers.has(event.key)) typed(event, now, isFast);
    else if (isFast) latest.at = now; // neither a control character, such as STX, nor Shift is part of a code
  }, true);
}

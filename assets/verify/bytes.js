// Bytes, text and the one error that reading throws.

const Bytes = Uint8Array, { floor } = Math;

// Why bytes are refused: the same words, in the same order of checks, as kiosk and province use
// (Sources/Evidence/Tokens).
function Refusal(reason, detail, offset) {
  this.code = reason + (detail ? ':' + detail : '') + (offset === undefined ? '' : '@' + offset);
}

function refuse(reason, detail, offset) {
  throw new Refusal(reason, detail, offset);
}

function hexBytes(hex) {
  const bytes = new Bytes(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(hex.substr(2 * i, 2), 16);
  return bytes;
}

function hexOf(bytes) {
  return Array.from(bytes, (byte) => (byte < 16 ? '0' : '') + byte.toString(16)).join('');
}

function base64Bytes(text) {
  const raw = atob(text);
  const bytes = new Bytes(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

function sameBytes(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function joined(parts) {
  const whole = new Bytes(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function asciiBytes(text) {
  return Bytes.from(text, (character) => character.charCodeAt(0));
}

function asciiText(bytes) {
  return String.fromCharCode.apply(null, bytes);
}

// Strict UTF-8 (RFC 3629): null for overlong forms, surrogates and anything above U+10FFFF.
function utf8Text(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at++];
    const more = first < 0x80 ? 0 : first < 0xC2 ? -1 : first < 0xE0 ? 1 : first < 0xF0 ? 2
      : first < 0xF5 ? 3 : -1;
    if (more < 0 || at + more > bytes.length) return null;
    let point = more ? first & (0x3F >> more) : first;
    for (let i = 0; i < more; i++) {
      const next = bytes[at++];
      if (next >> 6 !== 2) return null;
      point = point << 6 | next & 0x3F;
    }
    if (point < [0, 0x80, 0x800, 0x10000][more] || point > 0x10FFFF) return null;
    if (point >= 0xD800 && point < 0xE000) return null;
    text += String.fromCodePoint(point);
  }
  return text;
}

function utf8Length(text) {
  let size = 0;
  for (const character of text) {
    const point = character.codePointAt(0);
    size += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return size;
}

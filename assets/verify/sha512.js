// SHA-512 (FIPS 180-4) on pairs of 32-bit words: phones of 2016 have no 64-bit integers, and a page
// from plain HTTP or from a file has no WebCrypto.

// The first 64 bits of the fractional parts of the cube roots of the first 80 primes and of the
// square roots of the first 8 (sections 4.2.3 and 5.3.5); SHA-256 takes the upper halves.
const CUBE_ROOTS = words(
  'QoovmNcoriJxN0SRI+9lzbXA+8/sTTsv6bXbpYGJ27w5VsJb80i1OFnxEfG2BdAZkj+CpK8ZT5urHF7V2m2BGNgHqpij' +
  'AwJCEoNbAUVwb74kMYW+TuSyjFUMfcPV/7Ticr5ddPJ7iW+A3rH+OxaWsZvcBqclxxI1wZvxdM9pJpTkm2nBnvFK0u++' +
  'R4Y4TyXjD8GdxouM1bUkDKHMd6ycZS3pLG9ZKwJ1SnSEqm6m5INcsKncvUH71Hb5iNqDEVO1mD5RUu5m36uoMcZtLbQy' +
  'ELADJ8iY+yE/v1l/x77vDuTG4AvzPaiPwtWnkUeTCqclBspjUeADgm8UKSlnCg5ucCe3CoVG0i/8LhshOFwmySZNLG38' +
  'WsQq7VM4DROdlbPfZQpzVIuvY952agq7PHeyqIHCyS5H7a7mknIshRSCNTuiv+ihTPEDZKgaZku8QjABwkuLcND4l5HH' +
  'bFGjBlS+MNGS6BnW71IY1pkGJFVlqRD0DjWFV3EgKhBqoHAyu9G4GaTBFrjS0MgeN2wIUUGrUydId0zfjuuZNLC8teGb' +
  'SKg5HAyzxclaY07YqkrjQYrLW5zKT3dj43NoLm/z1rK4o3SPgu5d77L8eKVjb0MXL2CEyHgUofCrcozHAggaZDnskL7/' +
  '+iNjHiikUGzr3oK96b75o/eyxnkVxnF48uNyUyvKJz7O6iZhnNGGuMchwMIH6tp91s3g6x71fU9/7m7ReAbwZ6pyF2+6' +
  'CmN9xaLImKYRP5gEvvkNrhtxCzUTHEcbKNt39SMEfYQyyqt7QMckkzyevgoVyb68Qx1nxJwQDUxMxdS+yz5Ctll/KZz8' +
  'ZX4qX8tvqzrW+uxsRBmMSkdYFw==');
const SQUARE_ROOTS = words(
  'agnmZ/O8yQi7Z66FhMqnOzxu83L+lPgrpU/1Ol8dNvFRDlJ/reaC0ZsFaIwrPmwfH4PZq/tBvWtb4M0ZE34heQ==');

function words(base64) {
  return wordsOf(base64Bytes(base64));
}

function wordsOf(bytes) {
  const list = new Int32Array(bytes.length / 4), view = new DataView(bytes.buffer);
  for (let i = 0; i < list.length; i++) list[i] = view.getInt32(4 * i);
  return list;
}

// The message with its 1 bit, zeros and length in bits, as big-endian words in blocks of `size` bytes.
function padded(message, size) {
  const count = Math.ceil((message.length + 1 + size / 8) / size) * size;
  const bytes = new Uint8Array(count);
  bytes.set(message);
  bytes[message.length] = 128;
  new DataView(bytes.buffer).setUint32(count - 4, message.length * 8);
  return wordsOf(bytes);
}

function bytesOf(list) {
  const bytes = new Uint8Array(4 * list.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < list.length; i++) view.setInt32(4 * i, list[i]);
  return bytes;
}

// The upper word of a rotation to the right by n bits; the lower one by exchanging the words.
function rotated(high, low, n) {
  return n < 32 ? (high >>> n) | (low << (32 - n)) : (low >>> (n - 32)) | (high << (64 - n));
}

// Writes the sum of the 64-bit numbers (high, low) that follow to words at and at + 1 of `out`.
function addWide(out, at, high, low) {
  out[at] = high + Math.floor(low / 4294967296);
  out[at + 1] = low;
}

function sha512(message) {
  const state = SQUARE_ROOTS.slice();
  const input = padded(message, 128);
  const schedule = new Int32Array(160);
  for (let at = 0; at < input.length; at += 32) {
    schedule.set(input.subarray(at, at + 32));
    for (let i = 32; i < 160; i += 2) extend(schedule, i);
    compress(state, schedule);
  }
  return bytesOf(state);
}

function extend(w, i) {
  const h2 = w[i - 4], l2 = w[i - 3], h15 = w[i - 30], l15 = w[i - 29];
  const high = w[i - 14] + w[i - 32]
    + (rotated(h2, l2, 19) ^ rotated(h2, l2, 61) ^ (h2 >>> 6))
    + (rotated(h15, l15, 1) ^ rotated(h15, l15, 8) ^ (h15 >>> 7));
  const low = (w[i - 13] >>> 0) + (w[i - 31] >>> 0)
    + ((rotated(l2, h2, 19) ^ rotated(l2, h2, 61) ^ ((l2 >>> 6) | (h2 << 26))) >>> 0)
    + ((rotated(l15, h15, 1) ^ rotated(l15, h15, 8) ^ ((l15 >>> 7) | (h15 << 25))) >>> 0);
  addWide(w, i, high, low);
}

function compress(state, schedule) {
  const s = state.slice();
  for (let i = 0; i < 160; i += 2) {
    const ah = s[0], al = s[1], eh = s[8], el = s[9];
    const high = s[14] + CUBE_ROOTS[i] + schedule[i] + ((eh & s[10]) ^ (~eh & s[12]))
      + (rotated(eh, el, 14) ^ rotated(eh, el, 18) ^ rotated(eh, el, 41));
    const low = (s[15] >>> 0) + (CUBE_ROOTS[i + 1] >>> 0) + (schedule[i + 1] >>> 0)
      + (((el & s[11]) ^ (~el & s[13])) >>> 0)
      + ((rotated(el, eh, 14) ^ rotated(el, eh, 18) ^ rotated(el, eh, 41)) >>> 0);
    const majorHigh = (rotated(ah, al, 28) ^ rotated(ah, al, 34) ^ rotated(ah, al, 39))
      + ((ah & s[2]) ^ (ah & s[4]) ^ (s[2] & s[4]));
    const majorLow = ((rotated(al, ah, 28) ^ rotated(al, ah, 34) ^ rotated(al, ah, 39)) >>> 0)
      + (((al & s[3]) ^ (al & s[5]) ^ (s[3] & s[5])) >>> 0);
    s.copyWithin(2, 0, 14);
    addWide(s, 8, s[8] + high, (s[9] >>> 0) + low);
    addWide(s, 0, high + majorHigh, low + majorLow);
  }
  for (let i = 0; i < 16; i += 2) {
    addWide(state, i, state[i] + s[i], (state[i + 1] >>> 0) + (s[i + 1] >>> 0));
  }
}

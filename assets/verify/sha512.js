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

// The message with its 1 bit, zeros and length in bits, as big-endian words in blocks of `size`
// bytes.
function padded(message, size) {
  const count = Math.ceil((message.length + 1 + size / 8) / size) * size;
  const bytes = new Bytes(count);
  bytes.set(message);
  bytes[message.length] = 128;
  new DataView(bytes.buffer).setUint32(count - 4, message.length * 8);
  return wordsOf(bytes);
}

function bytesOf(list) {
  const bytes = new Bytes(4 * list.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < list.length; i++) view.setInt32(4 * i, list[i]);
  return bytes;
}

// A rotation of a 64-bit number to the right is written out below: by n < 32 bits its upper word is
// (high >>> n | low << 32 - n), and the words change places for more; calls would double the time.

// Writes a sum of 64-bit numbers, of which the upper and the lower words were added apart.
function addWide(out, at, high, low) {
  out[at] = high + (low / 4294967296 | 0) | 0;
  out[at + 1] = low | 0;
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
    + ((h2 >>> 19 | l2 << 13) ^ (l2 >>> 29 | h2 << 3) ^ (h2 >>> 6))
    + ((h15 >>> 1 | l15 << 31) ^ (h15 >>> 8 | l15 << 24) ^ (h15 >>> 7));
  const low = (w[i - 13] >>> 0) + (w[i - 31] >>> 0)
    + (((l2 >>> 19 | h2 << 13) ^ (h2 >>> 29 | l2 << 3) ^ ((l2 >>> 6) | (h2 << 26))) >>> 0)
    + (((l15 >>> 1 | h15 << 31) ^ (l15 >>> 8 | h15 << 24) ^ ((l15 >>> 7) | (h15 << 25))) >>> 0);
  addWide(w, i, high, low);
}

// One block. The eight words of a round are the last four of two series, so that nothing is moved:
// a, b, c, d end one, e, f, g, h the other, the newest last.
function compress(state, w) {
  const a = new Int32Array(168), e = new Int32Array(168);
  for (let i = 0; i < 8; i += 2) {
    a.set(state.subarray(i, i + 2), 6 - i);
    e.set(state.subarray(i + 8, i + 10), 6 - i);
  }
  for (let i = 0; i < 160; i += 2) round(a, e, w, i);
  for (let i = 0; i < 8; i += 2) {
    addWide(state, i, state[i] + a[166 - i], (state[i + 1] >>> 0) + (a[167 - i] >>> 0));
    addWide(state, i + 8, state[i + 8] + e[166 - i], (state[i + 9] >>> 0) + (e[167 - i] >>> 0));
  }
}

function round(a, e, w, i) {
  const ah = a[i + 6], al = a[i + 7], bh = a[i + 4], bl = a[i + 5], ch = a[i + 2], cl = a[i + 3];
  const eh = e[i + 6], el = e[i + 7];
  const high = e[i] + CUBE_ROOTS[i] + w[i] + ((eh & e[i + 4]) ^ (~eh & e[i + 2]))
    + ((eh >>> 14 | el << 18) ^ (eh >>> 18 | el << 14) ^ (el >>> 9 | eh << 23));
  const low = (e[i + 1] >>> 0) + (CUBE_ROOTS[i + 1] >>> 0) + (w[i + 1] >>> 0)
    + (((el & e[i + 5]) ^ (~el & e[i + 3])) >>> 0)
    + (((el >>> 14 | eh << 18) ^ (el >>> 18 | eh << 14) ^ (eh >>> 9 | el << 23)) >>> 0);
  addWide(e, i + 8, a[i] + high, (a[i + 1] >>> 0) + low);
  addWide(a, i + 8,
    high + ((ah >>> 28 | al << 4) ^ (al >>> 2 | ah << 30) ^ (al >>> 7 | ah << 25))
      + ((ah & bh) ^ (ah & ch) ^ (bh & ch)),
    low + (((al >>> 28 | ah << 4) ^ (ah >>> 2 | al << 30) ^ (ah >>> 7 | al << 25)) >>> 0)
      + (((al & bl) ^ (al & cl) ^ (bl & cl)) >>> 0));
}

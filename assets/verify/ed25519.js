// Ed25519 signatures (RFC 8032, section 5.1.7), checked as BoringSSL checks them for kiosk and
// province: S below the group order, R compared byte for byte, no cofactor. Keys are taken only in
// their canonical form, and never of small order. Nothing here is secret, so time may depend on data.

const ONE = numberOf([1]);
// d = -121665 / 121666, and a root of -1.
const CURVE = numberOf(hexBytes('a3785913ca4deb75abd841414d0a700098e879777940c78c73fe6f2bee6c0352'));
const ROOT_OF_MINUS_ONE = numberOf(
  hexBytes('b0a00e4a271beec478e42fad0618432fa7d7fb3d99004d2b0bdfc14f8024832b'));
// L = 2^252 + 27742317777372353535851937790883648493.
const ORDER = hexBytes('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010');
const BASE = oddMultiples(
  pointOf(hexBytes('5866666666666666666666666666666666666666666666666666666666666666')));
// The y of the points whose order divides 8: 0, 1, -1 and two more.
const SMALL_ORDERS = new RegExp('^(0[01](00){31}|ec(ff){30}7f'
  + '|26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'
  + '|c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a)$');

function isSigned(key, signature, message) {
  const hint = signature.subarray(0, 32), scalar = signature.subarray(32);
  const point = pointOf(key);
  if (!point || !isBelow(scalar, ORDER)) return false;
  const challenge = belowOrder(sha512(joined([hint, key, message])));
  return sameBytes(pointBytes(combination(scalar, challenge, negated(point))), hint);
}

function isCanonicalKey(bytes) {
  if (bytes.length !== 32) return false;
  const y = bytes.slice();
  y[31] &= 127;
  return sameBytes(canonicalBytes(numberOf(y)), y) && !SMALL_ORDERS.test(hexOf(y));
}

// A point is {x, y, z, t} with x/z and y/z its coordinates and t = xy/z (Hisil and others, 2008).
function pointOf(bytes) {
  const y = numberOf(bytes);
  const square = squared(y, 1);
  const u = minus(square, ONE), v = plus(times(CURVE, square), ONE);
  const v3 = times(squared(v, 1), v);
  let x = times(times(u, v3), rootPower(times(u, times(squared(v3, 1), v))));
  const check = times(v, squared(x, 1));
  if (!isSame(check, u)) {
    if (!isSame(check, minus(zero(), u))) return null;
    x = times(x, ROOT_OF_MINUS_ONE);
  }
  if ((canonicalBytes(x)[0] & 1) !== bytes[31] >> 7) x = minus(zero(), x);
  return { x, y, z: ONE, t: times(x, y) };
}

function pointBytes(point) {
  const scale = inverse(point.z);
  const bytes = canonicalBytes(times(point.y, scale));
  bytes[31] |= (canonicalBytes(times(point.x, scale))[0] & 1) << 7;
  return bytes;
}

function negated(point) {
  return { x: minus(zero(), point.x), y: point.y, z: point.z, t: minus(zero(), point.t) };
}

function doubled(p) {
  const a = squared(p.x, 1), b = squared(p.y, 1), c = squared(p.z, 1);
  const h = plus(a, b), g = minus(a, b);
  const e = minus(h, squared(plus(p.x, p.y), 1));
  const f = plus(plus(c, c), g);
  return { x: times(e, f), y: times(g, h), z: times(f, g), t: times(e, h) };
}

function added(p, q) {
  const a = times(minus(p.y, p.x), minus(q.y, q.x));
  const b = times(plus(p.y, p.x), plus(q.y, q.x));
  const dt = times(times(p.t, CURVE), q.t), z = times(p.z, q.z);
  const c = plus(dt, dt), d = plus(z, z);
  const e = minus(b, a), f = minus(d, c), g = plus(d, c), h = plus(b, a);
  return { x: times(e, f), y: times(g, h), z: times(f, g), t: times(e, h) };
}

// p, 3p, 5p ... 15p.
function oddMultiples(p) {
  const twice = doubled(p), list = [p];
  for (let i = 1; i < 8; i++) list.push(added(list[i - 1], twice));
  return list;
}

// s x base + k x p: both scalars in signed odd digits, one chain of doublings.
function combination(s, k, p) {
  const table = oddMultiples(p);
  const first = signedDigits(s), second = signedDigits(k);
  let sum = { x: zero(), y: ONE, z: ONE, t: zero() };
  for (let bit = 256; bit >= 0; bit--) {
    sum = doubled(sum);
    if (first[bit]) sum = added(sum, multiple(BASE, first[bit]));
    if (second[bit]) sum = added(sum, multiple(table, second[bit]));
  }
  return sum;
}

function multiple(table, digit) {
  const point = table[Math.abs(digit) >> 1];
  return digit < 0 ? negated(point) : point;
}

// The scalar as a sum of digit x 2^bit, every digit odd and between -15 and 15, or 0.
function signedDigits(bytes) {
  const bits = new Uint8Array(262), digits = new Int8Array(257);
  for (let bit = 0; bit < 256; bit++) bits[bit] = (bytes[bit >> 3] >> (bit & 7)) & 1;
  for (let bit = 0; bit < 257; bit++) {
    if (!bits[bit]) continue;
    let digit = 0;
    for (let i = 0; i < 5; i++) {
      digit += bits[bit + i] << i;
      bits[bit + i] = 0;
    }
    if (digit > 15) {
      digit -= 32;
      let next = bit + 5;
      while (bits[next]) bits[next++] = 0;
      bits[next] = 1;
    }
    digits[bit] = digit;
  }
  return digits;
}

// 64 bytes modulo L, bit by bit from the highest.
function belowOrder(bytes) {
  let rest = new Uint8Array(32);
  for (let bit = 8 * bytes.length - 1; bit >= 0; bit--) {
    let over = (bytes[bit >> 3] >> (bit & 7)) & 1;
    for (let i = 0; i < 32; i++) {
      over += rest[i] << 1;
      rest[i] = over;
      over >>= 8;
    }
    if (isBelow(rest, ORDER)) continue;
    for (let i = 0, debt = 0; i < 32; i++) {
      debt += rest[i] - ORDER[i];
      rest[i] = debt;
      debt >>= 8;
    }
  }
  return rest;
}

// Compares numbers of 32 bytes, the smallest byte first.
function isBelow(a, b) {
  for (let i = 31; i >= 0; i--) if (a[i] !== b[i]) return a[i] < b[i];
  return false;
}

function isSame(a, b) {
  return sameBytes(canonicalBytes(a), canonicalBytes(b));
}

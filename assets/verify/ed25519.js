// Ed25519 signatures (RFC 8032, section 5.1.7), checked as BoringSSL checks them for kiosk and
// province: S below the group order, R compared byte for byte, no cofactor. Keys are taken only in
// their canonical form, and never of small order. Nothing here is secret, so time may depend on
// data.

const ONE = numberOf([1]);
// d = -121665 / 121666, and a root of -1.
const CURVE = numberOf(hexBytes('a3785913ca4deb75abd841414d0a700098e879777940c78c73fe6f2bee6c0352'));
const ROOT_OF_MINUS_ONE = numberOf(
  hexBytes('b0a00e4a271beec478e42fad0618432fa7d7fb3d99004d2b0bdfc14f8024832b'));
// What the laws of the curve count with, over and over: one check makes 2,500 of their products.
const A = zero(), B = zero(), C = zero(), D = zero(), E = zero();
// L = 2^252 + 27742317777372353535851937790883648493.
const ORDER = hexBytes('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010');
const BASE = oddMultiples(pointAt(
  numberOf(hexBytes('1ad5258f602d56c9b2a7259560c72c695cdcd6fd31e2a4c0fe536ecdd3366921')),
  numberOf(hexBytes('5866666666666666666666666666666666666666666666666666666666666666'))));
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
  return pointAt(x, y);
}

function pointAt(x, y) {
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

// The two laws of the curve write into `out`, which may be one of the points they read.
function emptyPoint() {
  return { x: zero(), y: zero(), z: zero(), t: zero() };
}

function double(out, p) {
  multiply(A, p.x, p.x);
  multiply(B, p.y, p.y);
  multiply(C, p.z, p.z);
  add(E, p.x, p.y);
  multiply(E, E, E);
  subtract(D, A, B);
  add(A, A, B);
  subtract(E, A, E);
  add(C, C, C);
  return product(out, E, add(C, C, D), D, A);
}

function addPoint(out, p, q) {
  multiply(A, subtract(A, p.y, p.x), subtract(B, q.y, q.x));
  multiply(B, add(B, p.y, p.x), add(C, q.y, q.x));
  multiply(C, multiply(C, p.t, CURVE), q.t);
  multiply(D, p.z, q.z);
  add(C, C, C);
  add(D, D, D);
  subtract(E, B, A);
  add(B, B, A);
  subtract(A, D, C);
  return product(out, E, A, add(D, D, C), B);
}

// The point (e x f, g x h, f x g, e x h).
function product(out, e, f, g, h) {
  multiply(out.x, e, f);
  multiply(out.y, g, h);
  multiply(out.z, f, g);
  multiply(out.t, e, h);
  return out;
}

// p, 3p, 5p ... 15p.
function oddMultiples(p) {
  const twice = double(emptyPoint(), p), list = [p];
  for (let i = 1; i < 8; i++) list.push(addPoint(emptyPoint(), list[i - 1], twice));
  return list;
}

// s x base + k x p: both scalars in signed odd digits, one chain of doublings.
function combination(s, k, p) {
  const table = oddMultiples(p);
  const first = signedDigits(s), second = signedDigits(k);
  const sum = { x: zero(), y: ONE.slice(), z: ONE.slice(), t: zero() };
  for (let bit = 256; bit >= 0; bit--) {
    double(sum, sum);
    if (first[bit]) addPoint(sum, sum, multiple(BASE, first[bit]));
    if (second[bit]) addPoint(sum, sum, multiple(table, second[bit]));
  }
  return sum;
}

function multiple(table, digit) {
  const point = table[Math.abs(digit) >> 1];
  return digit < 0 ? negated(point) : point;
}

// The scalar as a sum of digit x 2^bit, every digit odd and between -15 and 15, or 0.
function signedDigits(bytes) {
  const bits = new Bytes(262), digits = new Int8Array(257);
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

// 64 bytes modulo L: the highest 31 are below it, the other bits follow one by one.
function belowOrder(bytes) {
  const rest = new Bytes(32);
  rest.set(bytes.subarray(33));
  for (let bit = 8 * 33 - 1; bit >= 0; bit--) {
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

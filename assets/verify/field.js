// Numbers modulo p = 2^255 - 19: 15 limbs of 17 bits in doubles, the smallest first. Doubles are
// exact to 53 bits and need no newer browser, and 255 = 15 x 17 makes the wrap a factor of 19.
//
// Products are carried; sums and differences are not: a limb stays below 2^20 in size between two
// products, so that a column of a product (at most 300 x 2^40) stays exact.

const LIMBS = 15;
const LIMB = 131072;

function zero() {
  return new Float64Array(LIMBS);
}

// Goes through the limbs of a from the highest: the sum moves up by a limb, its top comes back
// times 19, and limb x b is added. Written out, because one check makes 10,000 products.
function multiply(out, a, b) {
  const b0 = b[0], b1 = b[1], b2 = b[2], b3 = b[3], b4 = b[4], b5 = b[5], b6 = b[6], b7 = b[7];
  const b8 = b[8], b9 = b[9], b10 = b[10], b11 = b[11], b12 = b[12], b13 = b[13], b14 = b[14];
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
  let s8 = 0, s9 = 0, s10 = 0, s11 = 0, s12 = 0, s13 = 0, s14 = 0;
  for (let i = LIMBS - 1; i >= 0; i--) {
    const limb = a[i], top = s14;
    s14 = s13 + limb * b14;
    s13 = s12 + limb * b13;
    s12 = s11 + limb * b12;
    s11 = s10 + limb * b11;
    s10 = s9 + limb * b10;
    s9 = s8 + limb * b9;
    s8 = s7 + limb * b8;
    s7 = s6 + limb * b7;
    s6 = s5 + limb * b6;
    s5 = s4 + limb * b5;
    s4 = s3 + limb * b4;
    s3 = s2 + limb * b3;
    s2 = s1 + limb * b2;
    s1 = s0 + limb * b1;
    s0 = 19 * top + limb * b0;
  }
  out[0] = s0;
  out[1] = s1;
  out[2] = s2;
  out[3] = s3;
  out[4] = s4;
  out[5] = s5;
  out[6] = s6;
  out[7] = s7;
  out[8] = s8;
  out[9] = s9;
  out[10] = s10;
  out[11] = s11;
  out[12] = s12;
  out[13] = s13;
  out[14] = s14;
  return carry(out, out);
}

// Two passes bring every limb into 0 to 2^17, the first one a little above.
function carry(out, from) {
  let over = 0;
  for (let i = 0; i < LIMBS; i++) {
    const sum = from[i] + over;
    over = floor(sum / LIMB);
    out[i] = sum - over * LIMB;
  }
  over *= 19;
  for (let i = 0; i < LIMBS; i++) {
    const sum = out[i] + over;
    over = floor(sum / LIMB);
    out[i] = sum - over * LIMB;
  }
  out[0] += 19 * over;
  return out;
}

function add(out, a, b) {
  for (let i = 0; i < LIMBS; i++) out[i] = a[i] + b[i];
  return out;
}

function subtract(out, a, b) {
  for (let i = 0; i < LIMBS; i++) out[i] = a[i] - b[i];
  return out;
}

function plus(a, b) {
  return add(zero(), a, b);
}

function minus(a, b) {
  return subtract(zero(), a, b);
}

function times(a, b) {
  return multiply(zero(), a, b);
}

function squared(a, count) {
  const out = times(a, a);
  for (let i = 1; i < count; i++) multiply(out, out, out);
  return out;
}

// a to the power of 2^250 - 1, and of 11: what the inverse and the root have in common.
function longPower(a) {
  const two = squared(a, 1);
  const nine = times(squared(two, 2), a);
  const eleven = times(nine, two);
  const ones5 = times(squared(eleven, 1), nine);
  const ones10 = times(squared(ones5, 5), ones5);
  const ones20 = times(squared(ones10, 10), ones10);
  const ones40 = times(squared(ones20, 20), ones20);
  const ones50 = times(squared(ones40, 10), ones10);
  const ones100 = times(squared(ones50, 50), ones50);
  const ones200 = times(squared(ones100, 100), ones100);
  return { ones: times(squared(ones200, 50), ones50), eleven };
}

// a^(p - 2).
function inverse(a) {
  const power = longPower(a);
  return times(squared(power.ones, 5), power.eleven);
}

// a^((p - 5) / 8).
function rootPower(a) {
  return times(squared(longPower(a).ones, 2), a);
}

// 32 bytes, the smallest first; the highest bit is not part of the number.
function numberOf(bytes) {
  const out = zero();
  for (let bit = 0; bit < 255; bit++) {
    out[floor(bit / 17)] += ((bytes[bit >> 3] >> (bit & 7)) & 1) << bit % 17;
  }
  return out;
}

// The one form below p, as 32 bytes.
function canonicalBytes(a) {
  const limbs = carry(zero(), carry(zero(), a));
  let over = 19;
  for (let i = 0; i < LIMBS; i++) over = floor((limbs[i] + over) / LIMB);
  over *= 19;
  const bytes = new Bytes(32);
  for (let i = 0; i < LIMBS; i++) {
    const sum = limbs[i] + over;
    over = floor(sum / LIMB);
    const limb = sum - over * LIMB;
    for (let j = 0, bit = 17 * i; j < 17; j++, bit++) {
      bytes[bit >> 3] |= ((limb >> j) & 1) << (bit & 7);
    }
  }
  return bytes;
}

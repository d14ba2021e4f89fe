// Numbers modulo p = 2^255 - 19: 15 limbs of 17 bits in doubles, the smallest first. Doubles are
// exact to 53 bits and need no newer browser, and 255 = 15 x 17 makes the wrap a factor of 19.
//
// Products are carried; sums and differences are not: a limb stays below 2^20 in size between two
// products, so that a column of a product (at most 300 x 2^40) stays exact.

const LIMBS = 15;
const LIMB = 131072;
const columns = new Float64Array(2 * LIMBS);

function zero() {
  return new Float64Array(LIMBS);
}

function multiply(out, a, b) {
  columns.fill(0);
  for (let i = 0; i < LIMBS; i++) {
    const limb = a[i];
    for (let j = 0; j < LIMBS; j++) columns[i + j] += limb * b[j];
  }
  for (let i = 0; i < LIMBS; i++) columns[i] += 19 * columns[i + LIMBS];
  return carry(out, columns);
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

// CBOR (RFC 8949) in the one form that tokens use: deterministic (section 4.2.1), without floats
// and simple values. Anything else is refused with the rule and the byte.
//
// A byte string is a Bytes, a text a string, an array an Array; an integer is a number, or a
// WideInteger where it is too large for a number to hold it exactly.

const MOST_DEPTH = 6;

class WideInteger {
  constructor(high, low) {
    this.high = high;
    this.low = low;
  }

  valueOf() {
    return this.high * 4294967296 + this.low;
  }
}

function isInteger(value) {
  return typeof value === 'number' || value instanceof WideInteger;
}

// Entries in their order; keys are looked up by label.
class CBORMap {
  constructor() {
    this.keys = [];
    this.values = [];
  }

  get(label) {
    return this.values[this.keys.indexOf(label)];
  }
}

class Tagged {
  constructor(tag, value) {
    this.tag = tag;
    this.value = value;
  }
}

// The value under a label of a map; undefined if there is none, or this is no map.
function member(value, label) {
  return value instanceof CBORMap ? value.get(label) : undefined;
}

// Reads exactly one value, of by custom at most 1,024 bytes.
function decode(bytes, mostBytes) {
  const most = mostBytes || 1024, { length } = bytes;
  let at = 0;

  function refuseAt(rule, offset) {
    refuse('cbor', rule, offset);
  }

  function value(depth) {
    const start = at;
    if (at >= length) refuseAt('truncated', at);
    const major = bytes[at] >> 5, info = bytes[at] & 31;
    if (major === 7) {
      const kind = info < 25 ? 'simple' : info < 28 ? 'float' : info < 31 ? 'reserved' : 'indefinite';
      refuseAt(kind, at);
    }
    const size = argument(info);
    if (major < 2) {
      if (size.high >= 2147483648) refuseAt('integer-range', start);
      return major ? -1 - size : size;
    }
    if (major === 2) return take(+size);
    return major === 3 ? text(+size, start) : container(major, +size, start, depth);
  }

  function container(major, size, start, depth) {
    if (depth > MOST_DEPTH) refuseAt('too-deep', start);
    if (major === 6) return new Tagged(size, value(depth + 1));
    // Every element takes a byte at least: a lying count is refused before anything is built.
    if (size > floor((length - at) / (major === 5 ? 2 : 1))) refuseAt('truncated', start);
    if (major === 5) return map(size, depth);
    const list = [];
    for (let i = 0; i < size; i++) list.push(value(depth + 1));
    return list;
  }

  function map(size, depth) {
    const found = new CBORMap();
    let last = null;
    for (let i = 0; i < size; i++) {
      const start = at;
      found.keys.push(value(depth + 1));
      const key = bytes.subarray(start, at);
      const order = last ? compare(last, key) : -1;
      if (order >= 0) refuseAt(order ? 'key-order' : 'duplicate-key', start);
      last = key;
      found.values.push(value(depth + 1));
    }
    return found;
  }

  // The argument in its shortest form: a number, or beyond 2^53 a WideInteger.
  function argument(info) {
    const start = at++;
    if (info < 24) return info;
    if (info > 27) refuseAt(info === 31 ? 'indefinite' : 'reserved', start);
    const count = 1 << info - 24;
    skip(count);
    const size = whole(at - count, at);
    if (size < [24, 256, 65536, 4294967296][info - 24]) refuseAt('not-shortest', start);
    return size <= Number.MAX_SAFE_INTEGER
      ? size : new WideInteger(whole(at - 8, at - 4), whole(at - 4, at));
  }

  // The bytes from `start` to `end` as one number.
  function whole(start, end) {
    let sum = 0;
    for (let i = start; i < end; i++) sum = sum * 256 + bytes[i];
    return sum;
  }

  function skip(count) {
    if (count > length - at) refuseAt('truncated', length);
    at += count;
  }

  function take(count) {
    skip(count);
    return bytes.subarray(at - count, at);
  }

  function text(count, start) {
    const found = utf8Text(take(count));
    if (found === null) refuseAt('not-utf-8', start);
    if (found.normalize('NFC') !== found) refuseAt('not-nfc', start);
    return found;
  }

  if (length > most) refuseAt('too-long', most);
  const found = value(1);
  if (at < length) refuseAt('trailing', at);
  return found;
}

// Below 0 if a comes before b in bytewise order, 0 if they are the same.
function compare(a, b) {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

// The head of a byte or text string, an array or a map.
function head(major, size) {
  const first = major << 5;
  if (size < 24) return [first | size];
  if (size < 256) return [first | 24, size];
  if (size < 65536) return [first | 25, size >> 8, size & 255];
  return [first | 26, size >>> 24, (size >> 16) & 255, (size >> 8) & 255, size & 255];
}

// CBOR (RFC 8949) in the one form that tokens use: deterministic (section 4.2.1), without floats and
// simple values. Anything else is refused with the rule and the byte.
//
// A byte string is a Bytes, a text a string, an array an Array; an integer is a number, or a
// WideInteger where it is too large for a number to hold it exactly.

class WideInteger {
  constructor(high, low) {
    this.high = high;
    this.low = low;
  }

  valueOf() {
    return this.high * 4294967296 + this.low;
  }
}

// Whether a <= b, exactly as long as neither is below -2^53.
function isAtMost(a, b) {
  if (+a !== +b || typeof a === 'number') return +a <= +b;
  return a.high < b.high || (a.high === b.high && a.low <= b.low);
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

function decode(bytes, mostBytes, mostDepth) {
  if (bytes.length > (mostBytes || 1024)) refuse('cbor', 'too-long', mostBytes || 1024);
  const reader = new CBORReader(bytes, mostDepth || 6);
  const value = reader.value(1);
  if (reader.at < bytes.length) refuse('cbor', 'trailing', reader.at);
  return value;
}

class CBORReader {
  constructor(bytes, mostDepth) {
    this.bytes = bytes;
    this.mostDepth = mostDepth;
    this.at = 0;
  }

  value(depth) {
    const start = this.at;
    if (start >= this.bytes.length) refuse('cbor', 'truncated', start);
    const major = this.bytes[start] >> 5, info = this.bytes[start] & 31;
    if (major === 7) {
      refuse('cbor', info < 25 ? 'simple' : info < 28 ? 'float' : info < 31 ? 'reserved'
        : 'indefinite', start);
    }
    const size = this.argument();
    switch (major) {
      case 0:
      case 1: return this.integer(size, major === 1, start);
      case 2: return this.take(+size);
      case 3: return this.text(+size, start);
      default: return this.container(major, size, start, depth);
    }
  }

  container(major, size, start, depth) {
    if (depth > this.mostDepth) refuse('cbor', 'too-deep', start);
    if (major === 6) return new Tagged(+size, this.value(depth + 1));
    // Every element takes a byte at least: a lying count is refused before anything is built.
    const least = major === 5 ? 2 : 1;
    if (+size > floor((this.bytes.length - this.at) / least)) {
      refuse('cbor', 'truncated', start);
    }
    if (major === 5) return this.map(+size, depth);
    const list = [];
    for (let i = 0; i < size; i++) list.push(this.value(depth + 1));
    return list;
  }

  map(size, depth) {
    const map = new CBORMap();
    let last = null;
    for (let i = 0; i < size; i++) {
      const start = this.at;
      map.keys.push(this.value(depth + 1));
      const key = this.bytes.subarray(start, this.at);
      const order = last ? compare(last, key) : -1;
      if (order >= 0) refuse('cbor', order ? 'key-order' : 'duplicate-key', start);
      last = key;
      map.values.push(this.value(depth + 1));
    }
    return map;
  }

  // The argument in its shortest form: a number, or beyond 2^53 a WideInteger.
  argument() {
    const start = this.at++;
    const info = this.bytes[start] & 31;
    if (info < 24) return info;
    if (info > 27) refuse('cbor', info === 31 ? 'indefinite' : 'reserved', start);
    const count = 1 << info - 24;
    this.skip(count);
    const end = this.at, size = this.whole(end - count, end);
    if (size < [24, 256, 65536, 4294967296][info - 24]) refuse('cbor', 'not-shortest', start);
    return size <= Number.MAX_SAFE_INTEGER
      ? size : new WideInteger(this.whole(end - 8, end - 4), this.whole(end - 4, end));
  }

  // The bytes from `start` to `end` as one number.
  whole(start, end) {
    let number = 0;
    for (let i = start; i < end; i++) number = number * 256 + this.bytes[i];
    return number;
  }

  integer(size, isNegative, start) {
    if (size.high >= 2147483648) refuse('cbor', 'integer-range', start);
    return isNegative ? -1 - size : size;
  }

  skip(count) {
    const { length } = this.bytes;
    if (count > length - this.at) refuse('cbor', 'truncated', length);
    this.at += count;
  }

  take(count) {
    this.skip(count);
    return this.bytes.subarray(this.at - count, this.at);
  }

  text(count, start) {
    const text = utf8Text(this.take(count));
    if (text === null) refuse('cbor', 'not-utf-8', start);
    if (text.normalize('NFC') !== text) refuse('cbor', 'not-nfc', start);
    return text;
  }
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

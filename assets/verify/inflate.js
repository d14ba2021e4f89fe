// Inflates zlib streams (RFC 1950 and 1951): the two compressed parts of the status list. The checksum
// at the end is left alone: the list's signature covers the compressed bytes.

const LENGTH_BASES = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67,
  83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5,
  5, 5, 0];
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

// The content, of at most `most` bytes; anything malformed or longer is refused.
function inflate(bytes, most) {
  const isZlib = bytes.length > 6 && (bytes[0] & 15) === 8 && bytes[0] >> 4 < 8
    && (bytes[1] & 32) === 0 && (bytes[0] << 8 | bytes[1]) % 31 === 0;
  if (!isZlib) refuse('zlib');
  return new Inflater(bytes.subarray(2, -4), most).content();
}

class Inflater {
  constructor(bytes, most) {
    this.bytes = bytes;
    this.at = 0;
    // Bits that were read and not yet used, the next one lowest.
    this.held = 0;
    this.heldCount = 0;
    this.out = new Bytes(most);
    this.size = 0;
  }

  content() {
    let isLast = 0;
    while (!isLast) {
      isLast = this.bits(1);
      const kind = this.bits(2);
      if (kind === 0) this.stored();
      else if (kind === 1) this.block(...fixedTables());
      else if (kind === 2) this.block(...this.dynamicTables());
      else refuse('zlib');
    }
    if (this.at < this.bytes.length) refuse('zlib');
    return this.out.subarray(0, this.size);
  }

  bits(count) {
    while (this.heldCount < count) {
      if (this.at >= this.bytes.length) refuse('zlib');
      this.held |= this.bytes[this.at++] << this.heldCount;
      this.heldCount += 8;
    }
    const value = this.held & (1 << count) - 1;
    this.held >>= count;
    this.heldCount -= count;
    return value;
  }

  stored() {
    this.held = this.heldCount = 0;
    const size = this.bits(16), complement = this.bits(16);
    if ((size ^ complement) !== 0xFFFF || this.at + size > this.bytes.length) refuse('zlib');
    this.room(size);
    this.out.set(this.bytes.subarray(this.at, this.at + size), this.size);
    this.at += size;
    this.size += size;
  }

  room(count) {
    if (this.size + count > this.out.length) refuse('zlib');
  }

  // One symbol of a code: codes of one length are consecutive numbers (RFC 1951, section 3.2.2).
  symbol(table) {
    const { counts, symbols } = table;
    let { held, heldCount } = this, code = 0, first = 0, index = 0;
    for (let length = 1; length < 16; length++) {
      if (!heldCount) {
        if (this.at >= this.bytes.length) break;
        held = this.bytes[this.at++];
        heldCount = 8;
      }
      code |= held & 1;
      held >>= 1;
      heldCount--;
      const count = counts[length];
      if (code - first < count) {
        this.held = held;
        this.heldCount = heldCount;
        return symbols[index + code - first];
      }
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return refuse('zlib');
  }

  block(literals, distances) {
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol === 256) return;
      if (symbol < 256) {
        this.room(1);
        this.out[this.size++] = symbol;
      } else {
        this.copy(symbol - 257, distances);
      }
    }
  }

  copy(kind, distances) {
    if (kind >= LENGTH_BASES.length) refuse('zlib');
    const length = LENGTH_BASES[kind] + this.bits(LENGTH_BITS[kind]);
    const far = this.symbol(distances);
    if (far > 29) refuse('zlib');
    const extra = far < 4 ? 0 : (far >> 1) - 1;
    const distance = (far < 4 ? far : 2 + (far & 1) << extra) + 1 + this.bits(extra);
    if (distance > this.size) refuse('zlib');
    this.room(length);
    const { out, size } = this, end = size + length;
    this.size = end;
    if (distance === 1) out.fill(out[size - 1], size, end);
    else for (let i = size; i < end; i++) out[i] = out[i - distance];
  }

  dynamicTables() {
    const literals = this.bits(5) + 257, distances = this.bits(5) + 1, count = this.bits(4) + 4;
    const codes = new Bytes(19);
    for (let i = 0; i < count; i++) codes[CODE_ORDER[i]] = this.bits(3);
    const table = codeTable(codes);
    const lengths = new Bytes(literals + distances);
    for (let i = 0; i < lengths.length;) {
      const symbol = this.symbol(table);
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      if (symbol === 16 && !i) refuse('zlib');
      const value = symbol === 16 ? lengths[i - 1] : 0;
      const times = symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3)
        : 11 + this.bits(7);
      if (i + times > lengths.length) refuse('zlib');
      lengths.fill(value, i, i + times);
      i += times;
    }
    if (!lengths[256]) refuse('zlib');
    return [codeTable(lengths.subarray(0, literals)), codeTable(lengths.subarray(literals))];
  }
}

function fixedTables() {
  const lengths = new Bytes(288).fill(8).fill(9, 144, 256).fill(7, 256, 280);
  return [codeTable(lengths), codeTable(new Bytes(30).fill(5))];
}

// How many codes there are of each length, and the symbols in the order of their codes.
function codeTable(lengths) {
  const counts = new Uint16Array(16), symbols = [];
  for (let length = 1; length < 16; length++) {
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== length) continue;
      counts[length]++;
      symbols.push(symbol);
    }
  }
  let free = 1;
  for (let length = 1; length < 16; length++) free = 2 * free - counts[length];
  if (free < 0) refuse('zlib');
  return { counts, symbols };
}

// Inflates zlib streams (RFC 1950 and 1951): the two compressed parts of the status list. The
// checksum at the end is left alone: the list's signature covers the compressed bytes.

const LENGTH_BASES = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67,
  83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5,
  5, 5, 0];
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function need(condition) {
  if (!condition) refuse('zlib');
}

// The bits of a stream, the lowest of each byte first. Behind its end stand zeros; `end` tells.
class BitReader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
    // Bits that were read and not yet used, the next one lowest.
    this.held = 0;
    this.count = 0;
  }

  hold(count) {
    for (; this.count < count; this.count += 8) {
      this.held |= this.bytes[this.at++] << this.count;
    }
  }

  bits(count) {
    this.hold(count);
    const value = this.held & (1 << count) - 1;
    this.held >>= count;
    this.count -= count;
    return value;
  }

  // One symbol of a code.
  symbol(table) {
    this.hold(15);
    const found = table[this.held & table.length - 1], length = found & 15;
    need(length && this.at < this.bytes.length + 4);
    this.held >>= length;
    this.count -= length;
    return found >> 4;
  }

  // The place of the next whole byte; what is left of the last one is dropped.
  end() {
    this.at -= this.count >> 3;
    this.held = this.count = 0;
    return this.at;
  }
}

// The content, of at most `most` bytes; anything malformed or longer is refused.
function inflate(zlib, most) {
  need((zlib[0] & 143) === 8 && (zlib[1] & 32) === 0 && (zlib[0] << 8 | zlib[1]) % 31 === 0);
  const reader = new BitReader(zlib.subarray(2, -4)), { bytes } = reader;
  let out = new Bytes(Math.min(most, 262144)), size = 0;

  // Makes room for `count` bytes more.
  function grow(count) {
    const end = size + count;
    need(end <= most);
    if (end <= out.length) return;
    const larger = new Bytes(Math.min(most, 2 * end));
    larger.set(out);
    out = larger;
  }

  for (let isLast = 0; !isLast;) {
    isLast = reader.bits(1);
    const kind = reader.bits(2);
    need(kind < 3);
    if (kind === 0) {
      const count = stored(reader), { at } = reader;
      grow(count);
      out.set(bytes.subarray(at, at + count), size);
      reader.at += count;
      size += count;
      continue;
    }
    const [literals, distances] = kind > 1 ? dynamicTables(reader) : fixedTables();
    for (let symbol; (symbol = reader.symbol(literals)) !== 256;) {
      if (symbol < 256) {
        if (size === out.length) grow(1);
        out[size++] = symbol;
        continue;
      }
      need(symbol < 286);
      const count = LENGTH_BASES[symbol - 257] + reader.bits(LENGTH_BITS[symbol - 257]);
      const distance = distanceOf(reader, distances);
      need(distance <= size);
      grow(count);
      const end = size + count;
      if (distance === 1) out.fill(out[size - 1], size, end);
      else for (let i = size; i < end; i++) out[i] = out[i - distance];
      size = end;
    }
  }
  need(reader.end() === bytes.length);
  return out.subarray(0, size);
}

function stored(reader) {
  reader.end();
  const count = reader.bits(16);
  need((count ^ reader.bits(16)) === 0xFFFF && reader.at + count <= reader.bytes.length);
  return count;
}

function distanceOf(reader, table) {
  const far = reader.symbol(table);
  need(far < 30);
  const extra = far < 4 ? 0 : (far >> 1) - 1;
  return (far < 4 ? far : 2 + (far & 1) << extra) + 1 + reader.bits(extra);
}

function dynamicTables(reader) {
  const literals = reader.bits(5) + 257, lengths = new Bytes(literals + reader.bits(5) + 1);
  const codes = new Bytes(19);
  for (let i = 0, count = reader.bits(4) + 4; i < count; i++) codes[CODE_ORDER[i]] = reader.bits(3);
  const table = codeTable(codes);
  for (let i = 0; i < lengths.length;) {
    const kind = reader.symbol(table);
    if (kind < 16) {
      lengths[i++] = kind;
      continue;
    }
    need(i || kind > 16);
    const value = kind > 16 ? 0 : lengths[i - 1];
    const end = i + (kind < 17 ? 3 + reader.bits(2) : kind < 18 ? 3 + reader.bits(3)
      : 11 + reader.bits(7));
    need(end <= lengths.length);
    lengths.fill(value, i, end);
    i = end;
  }
  need(lengths[256]);
  return [codeTable(lengths.subarray(0, literals)), codeTable(lengths.subarray(literals))];
}

function fixedTables() {
  const lengths = new Bytes(288).fill(8).fill(9, 144, 256).fill(7, 256, 280);
  return [codeTable(lengths), codeTable(new Bytes(30).fill(5))];
}

// What the next bits mean, for all values that so many bits may have as the longest code: a symbol
// and, in the lowest four bits, the length of its code. Codes of one length are consecutive numbers
// (RFC 1951, section 3.2.2), sent from their highest bit.
function codeTable(lengths) {
  const longest = Math.max(...lengths), size = 1 << longest, table = new Uint16Array(size);
  for (let length = 1, code = 0; length <= longest; length++, code <<= 1) {
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== length) continue;
      if (code >> length) refuse('zlib');
      let start = 0;
      for (let bit = 0; bit < length; bit++) start |= (code >> bit & 1) << length - 1 - bit;
      for (let i = start; i < size; i += 1 << length) table[i] = symbol << 4 | length;
      code++;
    }
  }
  return table;
}

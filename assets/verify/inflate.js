// Inflates zlib streams (RFC 1950 and 1951): the two compressed parts of the status list. The
// checksum at the end is left alone: the list's signature covers the compressed bytes.

const LENGTH_BASES = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67,
  83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5,
  5, 5, 0];
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

// The content, of at most `most` bytes; anything malformed or longer is refused.
function inflate(zlib, most) {
  const bytes = zlib.subarray(2, -4), out = new Bytes(most);
  // Bits that were read and not yet used, the next one lowest.
  let at = 0, held = 0, heldCount = 0, size = 0;

  function need(condition) {
    if (!condition) refuse('zlib');
  }

  function bits(count) {
    while (heldCount < count) {
      need(at < bytes.length);
      held |= bytes[at++] << heldCount;
      heldCount += 8;
    }
    const value = held & (1 << count) - 1;
    held >>= count;
    heldCount -= count;
    return value;
  }

  // One symbol of a code: codes of one length are consecutive numbers (RFC 1951, section 3.2.2).
  function symbol(table) {
    const { counts, symbols } = table;
    let code = 0, first = 0, index = 0;
    for (let length = 1; length < 16; length++) {
      if (!heldCount) {
        need(at < bytes.length);
        held = bytes[at++];
        heldCount = 8;
      }
      code |= held & 1;
      held >>= 1;
      heldCount--;
      const count = counts[length];
      if (code - first < count) return symbols[index + code - first];
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return refuse('zlib');
  }

  function stored() {
    held = heldCount = 0;
    const length = bits(16);
    need((length ^ bits(16)) === 0xFFFF && at + length <= bytes.length && size + length <= most);
    out.set(bytes.subarray(at, at + length), size);
    at += length;
    size += length;
  }

  function block(literals, distances) {
    for (;;) {
      const kind = symbol(literals);
      if (kind === 256) return;
      if (kind < 256) {
        need(size < most);
        out[size++] = kind;
      } else {
        copy(kind - 257, distances);
      }
    }
  }

  function copy(kind, distances) {
    need(kind < LENGTH_BASES.length);
    const end = size + LENGTH_BASES[kind] + bits(LENGTH_BITS[kind]), far = symbol(distances);
    need(far < 30);
    const extra = far < 4 ? 0 : (far >> 1) - 1;
    const distance = (far < 4 ? far : 2 + (far & 1) << extra) + 1 + bits(extra);
    need(distance <= size && end <= most);
    if (distance === 1) out.fill(out[size - 1], size, end);
    else for (let i = size; i < end; i++) out[i] = out[i - distance];
    size = end;
  }

  function dynamicTables() {
    const literals = bits(5) + 257, lengths = new Bytes(literals + bits(5) + 1);
    const codes = new Bytes(19);
    for (let i = 0, count = bits(4) + 4; i < count; i++) codes[CODE_ORDER[i]] = bits(3);
    const table = codeTable(codes);
    for (let i = 0; i < lengths.length;) {
      const kind = symbol(table);
      if (kind < 16) {
        lengths[i++] = kind;
        continue;
      }
      need(i || kind > 16);
      const value = kind > 16 ? 0 : lengths[i - 1];
      const end = i + (kind < 17 ? 3 + bits(2) : kind < 18 ? 3 + bits(3) : 11 + bits(7));
      need(end <= lengths.length);
      lengths.fill(value, i, end);
      i = end;
    }
    need(lengths[256]);
    return [codeTable(lengths.subarray(0, literals)), codeTable(lengths.subarray(literals))];
  }

  need((zlib[0] & 143) === 8 && (zlib[1] & 32) === 0 && (zlib[0] << 8 | zlib[1]) % 31 === 0);
  for (let isLast = 0; !isLast;) {
    isLast = bits(1);
    const kind = bits(2);
    need(kind < 3);
    if (kind) block(...(kind > 1 ? dynamicTables() : fixedTables()));
    else stored();
  }
  need(at === bytes.length);
  return out.subarray(0, size);
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

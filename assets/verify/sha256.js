// SHA-256 (FIPS 180-4): key ids, fingerprints and the identities of certificates.

// Word i of SHA-256's constants is the upper half of SHA-512's.
function sha256(message) {
  const state = new Int32Array(8);
  for (let i = 0; i < 8; i++) state[i] = SQUARE_ROOTS[2 * i];
  const input = padded(message, 64);
  const schedule = new Int32Array(64);
  for (let at = 0; at < input.length; at += 16) {
    schedule.set(input.subarray(at, at + 16));
    for (let i = 16; i < 64; i++) {
      const a = schedule[i - 15], b = schedule[i - 2];
      schedule[i] = schedule[i - 16] + schedule[i - 7]
        + (turned(a, 7) ^ turned(a, 18) ^ (a >>> 3)) + (turned(b, 17) ^ turned(b, 19) ^ (b >>> 10));
    }
    compressNarrow(state, schedule);
  }
  return bytesOf(state);
}

function turned(word, n) {
  return (word >>> n) | (word << (32 - n));
}

function compressNarrow(state, schedule) {
  const s = state.slice();
  for (let i = 0; i < 64; i++) {
    const a = s[0], e = s[4];
    const sum = s[7] + CUBE_ROOTS[2 * i] + schedule[i] + ((e & s[5]) ^ (~e & s[6]))
      + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25));
    const major = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22))
      + ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));
    s.copyWithin(1, 0, 7);
    s[4] += sum;
    s[0] = sum + major;
  }
  for (let i = 0; i < 8; i++) state[i] += s[i];
}

// The certificate's token and its judgement by root keys: COSE_Sign1 (RFC 9052) around a CWT
// (RFC 8392), with the device's certificate in header 13 (RFC 9528). The checks, their order and
// their words are those of Sources/Evidence/Tokens.

const MOST_TOKEN_BYTES = 1024;
const OWN_CLAIMS = -65537;
const PURPOSE = -65538;
const DAY_SECONDS = 86400;
// The last second (UTC) and the last day of the year 9999, and a million hours in tenths: what is
// beyond is no time and no count.
const LAST_SECOND = 253402300799;
const LAST_DAY = 2932896;
const MOST_TENTHS = 10000000;
const VIETNAM_SECONDS = 7 * 3600;
// The published root of kiosks without a province: whatever a list says, it proves nothing.
const DEMONSTRATION_ROOT = rootKey({
  key: '92ccd4ebb6e630b0f86009ee39ccfe6a2ac24cc6b89a1316760b515a203cf1bb', name: 'Demonstration',
  notBefore: 0, demonstration: true,
});

// A root key as the page's trust data have it; null for a key that no verifier takes.
function rootKey(entry) {
  const key = hexBytes(entry.key);
  if (!isCanonicalKey(key)) return null;
  return {
    key, keyId: keyId(key), fingerprint: fingerprint(key), name: entry.name,
    notBefore: entry.notBefore * DAY_SECONDS - VIETNAM_SECONDS,
    isDemonstration: entry.demonstration === true,
  };
}

// SHA-256 of the deterministic COSE key {1: 1, -1: 6, -2: key} (RFC 9679, section 3).
function thumbprint(key) {
  return sha256(joined([[0xA3, 1, 1, 0x20, 6, 0x21, 0x58, 32], key]));
}

function keyId(key) {
  return thumbprint(key).subarray(0, 4);
}

// As it stands at the foot of the paper.
function fingerprint(key) {
  return hexOf(thumbprint(key).subarray(0, 8)).replace(/(....)(?=.)/g, '$1 ');
}

// A COSE_Sign1 without its tag.
class Sign1 {
  constructor(array) {
    if (!Array.isArray(array) || array.length !== 4) refuse('structure');
    const [header, unprotected, payload, signature] = array;
    const areBytes = [header, payload, signature].every((part) => part instanceof Bytes);
    const isBare = unprotected instanceof CBORMap && unprotected.keys.length === 0;
    if (!areBytes || !isBare || signature.length !== 64) refuse('structure');
    this.protected = header;
    this.payload = payload;
    this.signature = signature;
    // The Sig_structure (section 4.4): what is really signed.
    this.message = joined([
      [0x84, 0x6A], asciiBytes('Signature1'), head(2, this.protected.length), this.protected,
      [0x40], head(2, this.payload.length), this.payload,
    ]);
  }

  // The decoded protected header, which must hold exactly these labels and a known algorithm.
  header(labels) {
    const header = decode(this.protected);
    const algorithm = member(header, 1);
    if (!isInteger(algorithm)) refuse('header', '1');
    if (algorithm !== -8 && algorithm !== -19) refuse('algorithm');
    const hasAll = labels.every((label) => member(header, label) !== undefined);
    if (header.keys.length !== labels.length || !hasAll) refuse('header');
    return header;
  }

  isSignedBy(key) {
    return isSigned(key, this.signature, this.message);
  }
}

// A message that must stand under tag 18, as all our documents but certificates do.
function taggedSign1(bytes) {
  const { tag, value } = decode(bytes, MOST_BUNDLE_BYTES);
  return new Sign1(tag === 18 && value);
}

// The four bytes under label 4.
function headerKeyId(header) {
  const id = member(header, 4);
  if (!(id instanceof Bytes) || id.length !== 4) refuse('header', '4');
  return id;
}

// A key certified by a root: a device's, or with a purpose the status key's.
class KeyCertificate {
  constructor(array, purpose) {
    this.sign1 = new Sign1(array);
    this.issuerKeyId = headerKeyId(this.sign1.header([1, 4]));
    const claims = decode(this.sign1.payload);
    const device = member(claims, 2);
    const size = typeof device === 'string' ? utf8Length(device) : 0;
    if (size < 1 || size > 64) refuse('claim', '2');
    this.expires = member(claims, 4);
    this.notBefore = member(claims, 5);
    const areTimes = isCount(this.expires, LAST_SECOND) && isCount(this.notBefore, this.expires);
    if (!areTimes) refuse('claim', '5');
    this.key = KeyCertificate.confirmed(member(claims, 8));
    if (member(claims, PURPOSE) !== purpose || (purpose && device !== purpose)) {
      refuse('device-certificate', 'purpose');
    }
  }

  // The key of the claim cnf (RFC 8747), which must be written exactly as we would.
  static confirmed(claim) {
    const key = member(claim, 1), raw = member(key, -2);
    const isOurs = raw instanceof Bytes && claim.keys.length === 1 && key.keys.length === 3
      && member(key, 1) === 1 && member(key, -1) === 6 && isCanonicalKey(raw);
    if (!isOurs) refuse('device-certificate', 'key');
    return raw;
  }

  covers(seconds) {
    return this.notBefore <= seconds && seconds <= this.expires;
  }

  // The root that signed this, among those with the key id named.
  signer(roots) {
    return roots.find((one) => this.sign1.isSignedBy(one.key));
  }

  candidates(roots) {
    return roots.filter((one) => sameBytes(one.keyId, this.issuerKeyId));
  }
}

class CertificateToken {
  constructor(bytes) {
    if (!bytes.length) refuse('empty');
    if (bytes.length > MOST_TOKEN_BYTES) refuse('too-long');
    this.sign1 = new Sign1(CertificateToken.untagged(decode(bytes)));
    const header = this.sign1.header([1, 4, 13]);
    this.keyId = headerKeyId(header);
    try {
      this.certificate = new KeyCertificate(member(header, 13));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code.startsWith('device-certificate')) throw error;
      refuse('device-certificate', error.code);
    }
    this.claims = claimsOf(decode(this.sign1.payload));
  }

  // Tag 18 is optional, and tag 61 tolerated around it.
  static untagged(value) {
    if (Array.isArray(value)) return value;
    const inner = value instanceof Tagged && value.tag === 61 ? value.value : value;
    if (inner instanceof Tagged && inner.tag === 18) return inner.value;
    refuse('structure');
  }

  get isSignedByDevice() {
    return sameBytes(this.keyId, keyId(this.certificate.key))
      && this.sign1.isSignedBy(this.certificate.key);
  }

  // Independent of tags and of the signature's bytes.
  get identity() {
    return hexOf(sha256(this.sign1.message).subarray(0, 16));
  }
}

// What the certificate says; claims of later versions are passed over.
function claimsOf(map) {
  const issued = member(map, 6), number = member(map, 7), own = member(map, OWN_CLAIMS);
  if (!isCount(issued, LAST_SECOND)) refuse('claim', '6');
  const isNumber = number instanceof Bytes && number.length >= 1 && number.length <= 64
    && number.every((byte) => byte > 0x20 && byte < 0x7F);
  if (!isNumber) refuse('claim', '7');
  if (own === undefined) refuse('claim', String(OWN_CLAIMS));
  return {
    issued, number: asciiText(number), holder: ownText(own, 1), courseCode: ownText(own, 2),
    title: ownText(own, 3), hoursTenths: ownCount(own, 4, MOST_TENTHS), completedDay: ownCount(own, 5, LAST_DAY),
    centre: ownText(own, 6),
  };
}

function ownText(own, label) {
  const text = member(own, label);
  const size = typeof text === 'string' ? utf8Length(text) : 0;
  if (size < 1 || size > 300 || /[\u0000-\u001f\u007f-\u009f]/.test(text)) {
    refuse('claim', OWN_CLAIMS + '.' + label);
  }
  return text;
}

function ownCount(own, label, most) {
  const value = member(own, label);
  if (!isCount(value, most)) refuse('claim', OWN_CLAIMS + '.' + label);
  return value;
}

// Whether it is a whole number from 0 to another; every WideInteger is more than any bound.
function isCount(value, most) {
  return typeof value === 'number' && value >= 0 && value <= most;
}

// The judgement by root keys alone: {verdict, reason, token, root}.
function judge(token, roots) {
  const { certificate } = token;
  const candidates = certificate.candidates(roots);
  const root = certificate.signer(candidates);
  const answer = (verdict, reason) => ({ verdict, reason, token, root });
  const deny = (reason) => answer('not-genuine', reason);
  if (!candidates.length) return deny('unknown-root');
  if (!root) return deny('root-signature');
  if (!token.isSignedByDevice) return deny('device-signature');
  if (root.notBefore > certificate.notBefore) return deny('before-root');
  if (!certificate.covers(token.claims.issued)) return deny('outside-validity');
  return answer(root.isDemonstration ? 'demonstration' : 'genuine');
}

// Judges the text of a code, or bare digits; never throws.
function verify(text, roots, status, today) {
  try {
    const answer = judge(new CertificateToken(tokenOf(text)), roots);
    return answer.verdict === 'genuine' ? status.judge(answer, today) : answer;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { verdict: 'unreadable', reason: error.code };
  }
}

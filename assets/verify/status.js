// What is known of cancelled certificates and stolen devices: the bundle that the server put into the
// page, signed under a root. It is taken whole or not at all.

const STATUS_TYPE = 'application/statuslist+cwt';
const NOTICE_TYPE = 'application/learning-kiosk-notice+cwt';
const MOST_BUNDLE_BYTES = 1048576;
const STALE_DAYS = 90;

// The Vietnamese day, since 1970-01-01, of a second.
function dayOf(seconds) {
  return floor((+seconds + VIETNAM_SECONDS) / DAY_SECONDS);
}

// Without a list: what is genuine stays so, and `day` says that nothing more is known.
const NO_STATUS = { day: null, judge: (answer) => answer };

class Status {
  constructor(bytes, roots) {
    const bundle = decode(bytes, MOST_BUNDLE_BYTES);
    if (member(bundle, 1) !== 1) refuse('bundle', 'version');
    const notices = member(bundle, 5) || [];
    const own = roots.filter((one) => !one.isDemonstration);
    this.readList(member(bundle, 4), joined(notices), own);
    this.notices = new Map();
    for (const notice of notices) this.readNotice(notice, own);
  }

  // The IETF Token Status List in CWT form.
  readList(bytes, notices, roots) {
    const sign1 = new Sign1(CertificateToken.untagged(decode(bytes, MOST_BUNDLE_BYTES)));
    const header = sign1.header([1, 4, 13, 16]);
    const certificate = new KeyCertificate(member(header, 13), 'status');
    const claims = decode(sign1.payload, MOST_BUNDLE_BYTES);
    const issued = member(claims, 6), list = member(claims, 65533);
    const root = certificate.signer(certificate.candidates(roots));
    const isGenuine = root && isAtMost(root.notBefore, certificate.notBefore)
      && member(header, 16) === STATUS_TYPE && sameBytes(headerKeyId(header), keyId(certificate.key))
      && sign1.isSignedBy(certificate.key) && certificate.covers(issued)
      && member(list, 'bits') === 1 && sameBytes(member(claims, -65541), sha256(notices));
    if (!isGenuine) refuse('bundle', 'list');
    this.day = dayOf(issued);
    this.bits = inflate(member(list, 'lst'), MOST_BUNDLE_BYTES);
    const details = decode(inflate(member(claims, -65539), MOST_BUNDLE_BYTES), MOST_BUNDLE_BYTES);
    this.segments = member(details, 1);
    this.replacements = member(details, 2);
  }

  // A stolen device: its certificates count only if they were known before.
  readNotice(bytes, roots) {
    const sign1 = new Sign1(CertificateToken.untagged(decode(bytes, MOST_BUNDLE_BYTES)));
    const header = sign1.header([1, 4, 16]), id = headerKeyId(header);
    const claims = decode(sign1.payload, MOST_BUNDLE_BYTES), details = member(claims, -65540);
    const isGenuine = member(header, 16) === NOTICE_TYPE
      && roots.some((one) => sameBytes(one.keyId, id) && sign1.isSignedBy(one.key));
    if (!isGenuine) refuse('bundle', 'notice');
    const device = hexOf(member(details, 1)), last = this.notices.get(device);
    if (last && isAtMost(member(claims, 6), last.issued)) return;
    this.notices.set(device, { issued: member(claims, 6), known: member(details, 2) });
  }

  // What becomes of a certificate that is genuine by its signatures; `today` is a day.
  judge(answer, today) {
    const say = (verdict, more) => Object.assign(answer, { verdict }, more);
    if (this.isWithdrawn(answer.token)) return say('device-withdrawn');
    const index = this.indexOf(answer.token.claims.number);
    if (index >= 0 && this.isRevoked(index)) {
      const number = this.replacement(index);
      return number ? say('replaced', { number }) : say('revoked');
    }
    const isStale = today - this.day > STALE_DAYS;
    return say(isStale ? 'genuine-stale-list' : 'genuine');
  }

  isWithdrawn(token) {
    const notice = this.notices.get(hexOf(thumbprint(token.certificate.key)));
    if (!notice) return false;
    const { identity } = token;
    for (let at = 0; at < notice.known.length; at += 16) {
      if (hexOf(notice.known.subarray(at, at + 16)) === identity) return false;
    }
    return true;
  }

  isRevoked(index) {
    return ((this.bits[index >> 3] >> (index & 7)) & 1) === 1;
  }

  // Calls `visit(centre, year, count, before)` for every register, in the list's order, until it
  // answers something.
  registers(visit) {
    let before = 0;
    for (let i = 0; i < this.segments.keys.length; i++) {
      const years = this.segments.values[i];
      for (let j = 1; j < years.length; j++) {
        const answer = visit(this.segments.keys[i], years[0] + j - 1, years[j], before);
        if (answer !== undefined) return answer;
        before += years[j];
      }
    }
    return undefined;
  }

  // The bit of a certificate's number; -1 for one that the list does not count.
  indexOf(number) {
    const parts = /^(\d{5}-\d+)-(\d{4})-(\d{6})$/.exec(number);
    if (!parts || +parts[3] < 1) return -1;
    const index = this.registers((centre, year, count, before) => {
      if (centre !== parts[1] || year !== +parts[2]) return undefined;
      return +parts[3] <= count ? before + +parts[3] - 1 : -1;
    });
    return index === undefined ? -1 : index;
  }

  // The number of the certificate at a bit.
  numberAt(index) {
    return this.registers((centre, year, count, before) => {
      if (index < before || index >= before + count) return undefined;
      return centre + '-' + year + '-' + String(index - before + 1).padStart(6, '0');
    });
  }

  // The number of the certificate that replaces the one at a bit, if one does.
  replacement(index) {
    let at = 0;
    for (let i = 0; i + 1 < this.replacements.length; i += 2) {
      at += this.replacements[i];
      if (at === index) return this.numberAt(index + this.replacements[i + 1]);
    }
    return undefined;
  }
}

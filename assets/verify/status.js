// What is known of cancelled certificates and stolen devices: the bundle that the server put into
// the page, signed under a root. It is taken whole or not at all.

const STATUS_TYPE = 'application/statuslist+cwt';
const NOTICE_TYPE = 'application/learning-kiosk-notice+cwt';
const MOST_BUNDLE_BYTES = 1048576;
const STALE_DAYS = 90;

// The Vietnamese day, since 1970-01-01, of a second.
function dayOf(seconds) {
  return floor((seconds + VIETNAM_SECONDS) / DAY_SECONDS);
}

// Without a list: what is genuine stays so, and `day` says that nothing more is known.
const NO_STATUS = { day: null, judge: (answer) => answer };

class Status {
  constructor(bytes, roots) {
    const bundle = decode(bytes, MOST_BUNDLE_BYTES), notices = member(bundle, 5);
    if (member(bundle, 1) !== 1 || bundle.keys.length !== 3) refuse('bundle', 'form');
    const own = roots.filter((one) => !one.isDemonstration);
    this.readList(member(bundle, 4), joined(notices), own);
    this.notices = new Map();
    for (const notice of notices) this.readNotice(notice, own);
  }

  // The IETF Token Status List in CWT form.
  readList(bytes, notices, roots) {
    const sign1 = taggedSign1(bytes);
    const header = sign1.header([1, 4, 13, 16]);
    const certificate = new KeyCertificate(member(header, 13), 'status');
    const claims = decode(sign1.payload, MOST_BUNDLE_BYTES);
    const issued = member(claims, 6), list = member(claims, 65533);
    const root = certificate.signer(certificate.candidates(roots));
    const isGenuine = root && root.notBefore <= certificate.notBefore
      && member(header, 16) === STATUS_TYPE
      && sameBytes(headerKeyId(header), keyId(certificate.key))
      && sign1.isSignedBy(certificate.key) && isCount(issued, LAST_SECOND) && certificate.covers(issued)
      && member(list, 'bits') === 1 && sameBytes(member(claims, -65541), sha256(notices));
    if (!isGenuine) refuse('bundle', 'list');
    this.day = dayOf(issued);
    this.bits = inflate(member(list, 'lst'), MOST_BUNDLE_BYTES);
    this.readDetails(decode(inflate(member(claims, -65539), MOST_BUNDLE_BYTES), MOST_BUNDLE_BYTES));
  }

  // Whose bit is whose, and which certificate replaces which, by their bits.
  readDetails(details) {
    const segments = member(details, 1), pairs = member(details, 2);
    this.registers = [];
    this.replacements = new Map();
    let size = 0, at = 0;
    segments.keys.forEach((centre, i) => {
      const [first, ...counts] = segments.values[i];
      counts.forEach((count, j) => {
        const year = within(2000, first + j, 9999);
        this.registers.push({ centre, year, start: size, count: within(0, count, 999999) });
        size += count;
      });
    });
    within(0, 8 * this.bits.length - size, 7);
    within(0, this.bits[size >> 3] >> (size & 7), 0);
    for (let i = 0; i < pairs.length; i += 2) {
      at += within(i && 1, pairs[i], size - at - 1);
      within(1, this.isRevoked(at), 1);
      this.replacements.set(at, within(0, at + pairs[i + 1], size - 1));
    }
  }

  // A stolen device: its certificates count only if they were known before.
  readNotice(bytes, roots) {
    const sign1 = taggedSign1(bytes);
    const header = sign1.header([1, 4, 16]), id = headerKeyId(header);
    const claims = decode(sign1.payload, MOST_BUNDLE_BYTES), details = member(claims, -65540);
    const isGenuine = member(header, 16) === NOTICE_TYPE
      && roots.some((one) => sameBytes(one.keyId, id) && sign1.isSignedBy(one.key));
    if (!isGenuine) refuse('bundle', 'notice');
    const device = hexOf(member(details, 1)), last = this.notices.get(device);
    const issued = member(claims, 6), known = member(details, 2);
    if (device.length !== 64 || known.length % 16 || !isCount(issued, LAST_SECOND)) {
      refuse('bundle', 'notice');
    }
    if (last && issued <= last.issued) return;
    this.notices.set(device, { issued, known });
  }

  // What becomes of a certificate that is genuine by its signatures; `today` is a day.
  judge(answer, today) {
    const say = (verdict, more) => Object.assign(answer, { verdict }, more);
    if (this.isWithdrawn(answer.token)) return say('device-withdrawn');
    const index = this.indexOf(answer.token.claims.number);
    if (index !== undefined && this.isRevoked(index)) {
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
    return (this.bits[index >> 3] >> (index & 7)) & 1;
  }

  // The bit of a certificate's number; undefined for one that the list does not count.
  indexOf(number) {
    const parts = /^(.+)-([2-9]\d{3})-(\d{6})$/.exec(number);
    const register = parts && this.registers.find(
      (one) => one.centre === parts[1] && one.year === +parts[2]);
    return register && +parts[3] > 0 && +parts[3] <= register.count
      ? register.start + +parts[3] - 1 : undefined;
  }

  // The number of the certificate that replaces the one at a bit, if one does.
  replacement(index) {
    const by = this.replacements.get(index);
    const register = this.registers.find((one) => by >= one.start && by < one.start + one.count);
    return register && register.centre + '-' + register.year + '-'
      + String(by - register.start + 1).padStart(6, '0');
  }
}

// The whole number, if it is one between the two others.
function within(least, number, most) {
  if (typeof number !== 'number' || number < least || number > most) refuse('bundle', 'details');
  return number;
}

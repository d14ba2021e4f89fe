// The text of a certificate's code: an address and decimal digits, 17 for each 7 bytes.

// Digits for a group of 0 to 7 bytes.
const WIDTHS = [0, 3, 5, 8, 10, 13, 15, 17];
const MOST_CHARACTERS = 4096;

// What people paste or type, without the blanks that they or their programs put into it; bare
// digits also without dots and dashes, and an address may lack its beginning.
function tidied(text) {
  const dense = text.replace(/[\s\u200b]+/g, '');
  if (/^[\d.,\u2010-\u2015-]*$/.test(dense)) return dense.replace(/[^\d]+/g, '');
  return /^[\w.:-]+\/c#/.test(dense) ? 'https://' + dense : dense;
}

function tokenOf(text) {
  if (!text) refuse('empty');
  if (text.length > MOST_CHARACTERS) refuse('too-long');
  if (/^[0-9]/.test(text)) return digitBytes(text);
  const address = /^https?:\/\/[^#]*#/.exec(text);
  if (!address || !address[0].endsWith('/c#')) refuse('not-ours');
  const digits = text.slice(address[0].length);
  if (!digits) refuse('empty');
  return digitBytes(digits);
}

function digitBytes(text) {
  const bytes = [];
  for (let start = 0; start < text.length; start += 17) {
    const group = text.slice(start, start + 17);
    const count = WIDTHS.indexOf(group.length);
    if (count < 0) refuse('digits', 'length', start);
    const bad = group.search(/[^0-9]/);
    if (bad >= 0) refuse('digits', 'character', start + bad);
    const number = new Bytes(count);
    let over = 0;
    for (const digit of group) {
      over = +digit;
      for (let i = count - 1; i >= 0; i--) {
        over += number[i] * 10;
        number[i] = over;
        over >>= 8;
      }
      if (over) refuse('digits', 'group', start);
    }
    bytes.push(...number);
  }
  return Bytes.from(bytes);
}

// Where a browser goes that follows a scanned address, or '' for bare digits. Programs disagree about
// an address with a user's name or a backslash before its path; no code of ours has one, so it is
// shown as it stands, beside the host.
function hostOf(text) {
  const address = /^https?:\/\/([^\/?#]*)/.exec(text);
  if (!address) return '';
  const host = hostInBrowsers(text) || address[1];
  return /[@\\]/.test(address[1]) ? host + ' (' + address[1] + ')' : host;
}

function hostInBrowsers(address) {
  try {
    return new URL(address).hostname;
  } catch (error) {
    return '';
  }
}

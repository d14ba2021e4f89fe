// What the server put into the page: {host, roots, bundle}. Whoever serves the page could put in
// anything, so the list is checked all the same, and a damaged one is left out as a whole.

function readTrust() {
  const given = JSON.parse(element('trust').textContent);
  const roots = (given.roots || []).map(rootKey)
    .filter((one) => one && !sameBytes(one.key, DEMONSTRATION_ROOT.key));
  const trust = { host: given.host || '', roots, all: roots.concat(DEMONSTRATION_ROOT) };
  trust.status = NO_STATUS;
  trust.isListDamaged = false;
  if (!given.bundle) return trust;
  try {
    trust.status = new Status(base64Bytes(given.bundle), roots);
  } catch (error) {
    trust.isListDamaged = true;
  }
  return trust;
}

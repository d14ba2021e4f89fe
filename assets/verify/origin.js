// Where this copy of the page came from, and whether that is a reason to doubt it.

// 'file', 'own', 'near' or 'foreign'.
function originKind(place, ownHost) {
  if (!/^https?:$/.test(place.protocol)) return 'file';
  if (place.hostname === ownHost) return 'own';
  return !ownHost || isNear(place.hostname) ? 'near' : 'foreign';
}

// This machine, or one that only the local network can name or reach (RFC 1918, 3927, 4193, 6762).
function isNear(host) {
  if (/^\[/.test(host)) return /^\[(::1\]|f[cd]|fe[89ab])/.test(host);
  if (/^[\d.]+$/.test(host)) {
    return /^(10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(host);
  }
  return host.indexOf('.') < 0 || /\.(localhost|local|lan|internal|home\.arpa)$/.test(host);
}

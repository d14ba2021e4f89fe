// The sentences of the page, which the build takes from assets/text, and how values are written.

const LANGUAGES = ['vi', 'en'];
let language = 'vi';

// The text under a key, its {places} filled.
function say(key, values) {
  const text = TEXTS[key][LANGUAGES.indexOf(language)];
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => values[name]) : text;
}

function twoDigits(number) {
  return String(number).padStart(2, '0');
}

// A day since 1970-01-01 as dd/MM/yyyy.
function dayText(day) {
  const date = new Date(day * 86400000);
  return twoDigits(date.getUTCDate()) + '/' + twoDigits(date.getUTCMonth() + 1) + '/'
    + String(date.getUTCFullYear()).padStart(4, '0');
}

// A moment by the device's own clock and zone.
function momentText(date) {
  return twoDigits(date.getHours()) + ':' + twoDigits(date.getMinutes()) + ', '
    + twoDigits(date.getDate()) + '/' + twoDigits(date.getMonth() + 1) + '/' + date.getFullYear();
}

function hoursText(tenths) {
  return String(tenths / 10).replace('.', ',');
}

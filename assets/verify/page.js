// The page itself: it takes a code from its address, from the form, a picture or the camera, and
// answers. Nothing is sent, and nothing is kept.

const state = { answer: null, codeHost: '', moment: null, origin: '', message: '' };

// The code's digits leave the address, and with it the history, before anything else happens.
function takeFragment() {
  const digits = location.hash.slice(1);
  if (!digits) return '';
  try {
    history.replaceState(null, '', location.pathname + location.search);
  } catch (error) {
    location.replace('#');
  }
  return decoded(digits);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    return text;
  }
}

// Today by the device; a clock that is behind the list's date is wrong.
function today() {
  const day = dayOf(floor(Date.now() / 1000));
  return trust.status.day === null ? day : Math.max(day, trust.status.day);
}

function judged(text) {
  return verify(tidied(text), trust.all, trust.status, today());
}

function show(text) {
  stopCamera();
  state.answer = judged(text);
  state.codeHost = hostOf(tidied(text));
  state.moment = new Date();
  state.message = '';
  // For tests and for people who help by telephone.
  const { dataset } = document.documentElement;
  dataset.verdict = state.answer.verdict;
  dataset.reason = state.answer.reason || '';
  draw();
  window.scrollTo(0, 0);
  // The answer is shown first; screen readers are led to it right after.
  requestAnimationFrame(() => element('headline').focus());
}

function askAgain() {
  state.answer = null;
  state.message = '';
  document.documentElement.dataset.verdict = '';
  element('digits').value = '';
  draw();
  window.scrollTo(0, 0);
  element('question').focus();
}

function tell(key) {
  state.message = key;
  write('message', key ? say(key) : '');
}

function switchLanguage() {
  language = language === 'vi' ? 'en' : 'vi';
  draw();
}

function start(code) {
  state.origin = originKind(location, trust.host);
  element('page').hidden = false;
  element('language').hidden = false;
  element('keep').hidden = state.origin === 'file';
  onClick('language', switchLanguage);
  onClick('again', askAgain);
  onClick('print', () => window.print());
  element('form').addEventListener('submit', (event) => {
    event.preventDefault();
    show(element('digits').value);
  });
  window.addEventListener('hashchange', () => {
    const next = takeFragment();
    if (next) show(next);
  });
  prepareCamera();
  if (code) show(code);
  else draw();
}

const code = takeFragment();
const trust = readTrust();
start(code);

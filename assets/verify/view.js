// What is seen: everything is drawn anew from `state`, so that the language may change at any
// moment.

const FACES = {
  'genuine': ['genuine', 'good', 'tick'],
  'genuine-stale-list': ['genuineStaleList', 'doubt', 'clock'],
  'revoked': ['revoked', 'bad', 'cross'],
  'replaced': ['replaced', 'bad', 'swap'],
  'device-withdrawn': ['deviceWithdrawn', 'bad', 'cross'],
  'demonstration': ['demonstration', 'sample', 'attention'],
  'not-genuine': ['notGenuine', 'bad', 'cross'],
  'unreadable': ['unreadable', 'unknown', 'question'],
};

function element(id) {
  return document.getElementById(id);
}

function onClick(id, action) {
  element(id).addEventListener('click', action);
}

function write(id, text) {
  element(id).textContent = text;
}

function made(tag, className, text) {
  const one = document.createElement(tag);
  one.className = className;
  one.textContent = text;
  return one;
}

function draw() {
  document.documentElement.lang = language;
  for (const one of document.querySelectorAll('[data-t]')) {
    one.textContent = say(one.getAttribute('data-t'));
  }
  element('language').lang = language === 'vi' ? 'en' : 'vi';
  write('message', state.message ? say(state.message) : '');
  element('ask').hidden = state.answer !== null;
  element('answer').hidden = state.answer === null;
  document.title = say('title');
  write('before', '');
  write('after', '');
  if (state.origin === 'foreign') warn('before', 'foreignHost', location.hostname);
  if (state.answer) drawAnswer(state.answer);
  else if (!trust.roots.length) warn('before', 'noRoots');
  drawSources();
}

function warn(place, key, host) {
  const note = made('div', 'note', '');
  note.appendChild(made('strong', '', say('caution')));
  note.appendChild(made('p', '', say(key, { host, own: trust.host })));
  element(place).appendChild(note);
}

function drawAnswer(answer) {
  const { verdict, reason, token } = answer;
  const face = FACES[verdict];
  const word = reason === 'unknown-root' ? 'unknownRoot' : face[0];
  const day = trust.status.day === null ? '' : dayText(trust.status.day);
  element('verdict').className = 'verdict ' + face[1] + ' shows-' + face[2];
  write('headline', say('word.' + word));
  write('meaning', say('meaning.' + word, { day, number: unbroken(answer.number) }));
  write('reason', reason ? say('reason', { reason }) : '');
  document.title = say('word.' + word) + ' – ' + say('title');
  if (state.codeHost && trust.host && state.codeHost !== trust.host) {
    warn('before', 'foreignCode', state.codeHost);
  }
  if (trust.isListDamaged) warn('after', 'damagedList');
  else if (verdict === 'genuine' && trust.status.day === null) warn('after', 'noList');
  else if (reason === 'unknown-root' && !trust.roots.length) warn('after', 'noRoots');
  element('signed').hidden = !token;
  if (token) drawFields(answer);
}

// A number that stays in one piece within a sentence.
function unbroken(number) {
  return String(number).replace(/-/g, '\u2011');
}

// Stands in the place of a course's code: an award has no hours and is complete when it is issued.
const AWARD = 'KH';

// All that is signed, so that an altered print is seen.
function drawFields(answer) {
  const { claims } = answer.token;
  const isProven = answer.verdict !== 'not-genuine';
  write('fields-title', say(isProven ? 'fields' : 'claimed'));
  element('differs').hidden = !isProven;
  const list = element('fields');
  list.className = isProven ? 'fields' : 'fields unproven';
  list.textContent = '';
  row(list, say('field.holder'), claims.holder, 'holder');
  const isAward = claims.courseCode === AWARD;
  if (isAward) row(list, say('field.award'), claims.title);
  else row(list, say('field.course'), claims.title + ' (' + claims.courseCode + ')');
  row(list, say('field.number'), claims.number);
  if (claims.hoursTenths > 0) row(list, say('field.hours'), hoursText(claims.hoursTenths));
  if (!isAward) row(list, say('field.completed'), dayText(claims.completedDay));
  row(list, say('field.issued'), dayText(dayOf(claims.issued)));
  row(list, say('field.centre'), claims.centre);
  row(list, say('field.root'), answer.root ? answer.root.name : say('unknownRoot'));
}

function row(list, name, value, className) {
  const group = made('div', className || '', '');
  group.appendChild(made('dt', '', name));
  list.appendChild(group);
  return group.appendChild(made('dd', '', value));
}

function drawSources() {
  const list = element('sources');
  const { day } = trust.status;
  list.textContent = '';
  for (const one of trust.roots) {
    const value = row(list, say('trusts'), one.name);
    value.appendChild(made('code', '', one.fingerprint));
    value.appendChild(made('span', 'hint', say('trustsHint')));
  }
  row(list, say('list'), day === null ? say('listNone') : say('listOf', { day: dayText(day) }));
  const origin = state.origin === 'file' ? say('originFile')
    : state.origin === 'near' ? say('originLocal', { host: location.hostname }) : location.hostname;
  row(list, say('origin'), origin);
  if (state.answer) row(list, say('checked'), momentText(state.moment));
}

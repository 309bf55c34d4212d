// Keeps the standings fresh: asks for this very page again about once a second while it can be
// seen, and changes what differs. The server answers 304 while nothing has moved.

const EVERY_MS = 1000;
const PATIENCE_MS = 4000; // of one request
const STALE_MS = 5000; // without an answer
const NEWS_MS = 15000; // between two announcements to screen readers
const SETTLED_MS = 60000; // no reload sooner: two releases may answer by turns while one replaces the other

const main = document.getElementById('board');
const light = document.getElementById('light');
const lightState = document.getElementById('light-state');
const lightAge = document.getElementById('light-age');
const news = document.getElementById('news');
const stillness = matchMedia('(prefers-reduced-motion: reduce)');

let tag = '';
let answeredAt = Date.now();
let failing = false;
let asking = false;
let timer = 0;
let unannounced = 0;
let announcedAt = 0;

/** Keyed elements (table rows) keep their node wherever they move; others go by their place. */
function morphChildren(now, wanted, changed) {
  const keyed = new Map();
  for (const child of now.children) {
    if (child.dataset.key !== undefined) keyed.set(child.dataset.key, child);
  }
  let at = now.firstChild;
  for (const next of wanted.childNodes) {
    const key = next.dataset?.key;
    const match = key === undefined ? (at && alike(at, next) ? at : null) : keyed.get(key);
    if (!match) {
      const fresh = document.importNode(next, true);
      now.insertBefore(fresh, at);
      if (key !== undefined) changed.push(fresh);
      continue;
    }
    keyed.delete(key);
    if (match === at) at = at.nextSibling;
    else now.insertBefore(match, at);
    if (!match.isEqualNode(next)) {
      if (key !== undefined) changed.push(match);
      morph(match, next, changed);
    }
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

function alike(a, b) {
  return a.nodeName === b.nodeName && a.dataset?.key === undefined;
}

function morph(now, wanted, changed) {
  if (now.nodeType !== Node.ELEMENT_NODE) {
    now.data = wanted.data;
    return;
  }
  for (const { name } of [...now.attributes]) {
    if (!wanted.hasAttribute(name)) now.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (now.getAttribute(name) !== value) now.setAttribute(name, value);
  }
  morphChildren(now, wanted, changed);
}

function show(html) {
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  const script = 'script[type=module]';
  const sameRelease = fresh.querySelector(script)?.src === document.querySelector(script).src;
  if (!sameRelease && performance.now() > SETTLED_MS) {
    location.reload();
    return;
  }
  const wanted = fresh.getElementById('board');
  if (main.isEqualNode(wanted)) return;
  const changed = [];
  morph(main, wanted, changed);
  document.title = fresh.title;
  unannounced += changed.length;
  if (stillness.matches) return;
  for (const row of changed) {
    row.animate([{ backgroundColor: 'var(--flash)' }, { backgroundColor: 'transparent' }], 1400);
  }
}

async function ask() {
  const answer = await fetch(location.pathname + location.search, {
    headers: tag ? { 'If-None-Match': tag } : {},
    cache: 'no-store',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (answer.status !== 304) {
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    show(await answer.text());
    tag = answer.headers.get('ETag') ?? '';
  }
}

async function beat() {
  if (asking || document.hidden) return;
  asking = true;
  clearTimeout(timer);
  try {
    await ask();
    answeredAt = Date.now();
    failing = false;
  } catch {
    failing = true; // said by the light; the next beat tries again
  }
  asking = false;
  timer = setTimeout(beat, EVERY_MS);
}

function set(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function shine() {
  if (document.hidden) return;
  const age = Date.now() - answeredAt;
  const state = age >= STALE_MS ? 'stale' : failing ? 'reconnecting' : 'live';
  light.hidden = false;
  light.dataset.state = state;
  set(lightState, state);
  set(lightAge, state === 'stale' ? ` ${inWords(age)}` : '');
  if (unannounced > 0 && Date.now() - announcedAt >= NEWS_MS) {
    set(news, `Standings updated: ${unannounced} ${unannounced === 1 ? 'row' : 'rows'} changed`);
    announcedAt = Date.now();
    unannounced = 0;
  }
}

function inWords(ms) {
  const seconds = Math.floor(ms / 1000);
  return seconds < 120 ? `${seconds} s old` : `${Math.floor(seconds / 60)} min old`;
}

document.addEventListener('visibilitychange', beat);
addEventListener('online', beat);
setInterval(shine, 250);
beat();

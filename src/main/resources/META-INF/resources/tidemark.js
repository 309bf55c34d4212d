// Keeps a page fresh: follows the event stream, and when something that it shows has changed, asks
// for this very page again and changes what differs. Only the server knows how a page looks. Without
// the stream it asks every few seconds.

const { search } = new URL(import.meta.url); // names the release: modules of one belong together
const [{ update }, { swapping }] = await Promise.all([
  import(`./morph.js${search}`),
  import(`./swap.js${search}`),
]);

const STREAM = '/api/v1/stream?from=now';
const LOOK_MS = 15000; // while the stream is there: it may be dead without saying so
const POLL_MS = 3000; // while it isn't
const PATIENCE_MS = 4000; // of one request
const REST = [150, 2000]; // between two updates, four times as long as one takes, within these
const RETRY_MS = [500, 8000]; // until the stream is tried again, doubled each time
const STALE_MS = 5000;
const NEWS_MS = 15000; // between two announcements to screen readers
const SETTLED_MS = 60000; // no reload sooner: two releases may answer by turns while one replaces the other

const main = document.getElementById('main');
const light = document.getElementById('light');
const lightState = document.getElementById('light-state');
const lightAge = document.getElementById('light-age');
const news = document.getElementById('news');

let shown = null; // the text of the page that is shown
let asking = null; // what the request under way can be aborted with
let restUntil = 0;
let soon = 0;
let goodAt = Date.now();
let failing = false;
let source = null;
let retryMs = RETRY_MS[0];
let unannounced = 0;
let announcedAt = 0;

const live = () => main.dataset.live !== undefined;

async function show(address, history = 'keep') {
  asking?.abort();
  const mine = new AbortController();
  asking = mine;
  clearTimeout(soon);
  soon = 0;
  const start = performance.now();
  try {
    const signal = AbortSignal.any([mine.signal, AbortSignal.timeout(PATIENCE_MS)]);
    // The browser adds the ETag of what it has, and gives that again after a 304.
    const answer = await fetch(address, { cache: 'no-cache', signal });
    if (answer.status >= 500) throw new Error(`HTTP ${answer.status}`);
    const html = await answer.text();
    if (mine.signal.aborted) return;
    goodAt = Date.now();
    failing = false;
    if (history === 'push') window.history.pushState(null, '', address);
    if (history === 'replace') window.history.replaceState(null, '', address);
    if (html !== shown) take(html, history === 'keep');
  } catch {
    if (mine.signal.aborted) return;
    failing = true; // said by the light; the next look tries again
    if (history !== 'keep') location.assign(address);
  } finally {
    if (asking === mine) asking = null;
    const took = performance.now() - start;
    restUntil = performance.now() + Math.min(REST[1], Math.max(REST[0], 4 * took));
  }
}

function take(html, byItself) {
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  const script = 'script[type=module]';
  const sameRelease = fresh.querySelector(script)?.src === document.querySelector(script).src;
  if (!sameRelease && performance.now() > SETTLED_MS) {
    location.reload();
    return;
  }
  shown = html;
  const changed = update(main, fresh.getElementById('main'));
  document.title = fresh.title;
  if (byItself) unannounced += changed.filter((row) => row.localName === 'tr').length;
}

/** Shows what is new; at once if nothing was a moment ago, and never twice at a time. */
function refresh() {
  if (soon || document.hidden) return;
  const wait = asking ? REST[0] : Math.max(0, restUntil - performance.now());
  soon = setTimeout(() => {
    soon = 0;
    if (asking) refresh();
    else show(location.href);
  }, wait);
}

function concerns(data) {
  const models = main.dataset.live;
  return !models || models.split('|').includes(JSON.parse(data).model);
}

function follow() {
  if (source || document.hidden || !live()) return;
  source = new EventSource(STREAM);
  for (const type of ['ready', 'reset']) {
    source.addEventListener(type, () => {
      retryMs = RETRY_MS[0];
      refresh();
    });
  }
  for (const type of ['standing', 'removed', 'alert', 'alert-removed']) {
    source.addEventListener(type, ({ data }) => concerns(data) && refresh());
  }
  source.addEventListener('error', lost);
}

function lost() {
  leave();
  failing = true;
  refresh();
  setTimeout(follow, retryMs);
  retryMs = Math.min(RETRY_MS[1], 2 * retryMs);
}

function leave() {
  source?.close();
  source = null;
}

/** A hidden page follows nothing: browsers allow few connections to one server. */
function wakeOrSleep() {
  if (document.hidden) {
    leave();
  } else {
    follow();
    if (live()) refresh();
  }
}

function look() {
  const every = source && !failing ? LOOK_MS : POLL_MS;
  if (live() && Date.now() - goodAt >= every) refresh();
}

function set(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function shine() {
  if (document.hidden) return;
  const age = Date.now() - goodAt;
  const state = !failing ? 'live' : age < STALE_MS ? 'reconnecting' : 'stale';
  light.hidden = !live();
  light.dataset.state = state;
  set(lightState, state);
  set(lightAge, state === 'stale' ? ` ${inWords(age)}` : '');
  if (unannounced > 0 && Date.now() - announcedAt >= NEWS_MS) {
    set(news, `Updated: ${unannounced} ${unannounced === 1 ? 'row' : 'rows'} changed`);
    announcedAt = Date.now();
    unannounced = 0;
  }
}

function inWords(ms) {
  const seconds = Math.floor(ms / 1000);
  return seconds < 120 ? `${seconds} s old` : `${Math.floor(seconds / 60)} min old`;
}

document.documentElement.classList.add('scripted');
document.addEventListener('click', async ({ target }) => {
  if (!target.matches('[data-copy]')) return;
  await navigator.clipboard.writeText(target.parentElement.querySelector('code').textContent);
  set(target, 'Copied');
  setTimeout(() => set(target, 'Copy'), 2000);
});
swapping(show);
document.addEventListener('visibilitychange', wakeOrSleep);
addEventListener('online', wakeOrSleep);
addEventListener('offline', lost);
setInterval(look, 1000);
setInterval(shine, 250);
follow();
shine();

// Things that change while a page stands open: the polled part, the hold's countdown, toasts.
import { OVERLAYS, fetchPage } from './page.js';

const PAUSE = 4000;
const SCROLLERS = '.cal-scroll, .table-wrap, .panel, [data-keep-scroll]';

/** True while a swap would take something away from the person: typing, dragging, an open menu or dialog. */
const isBusy = (part) => part.querySelector(OVERLAYS) || part.querySelector('.is-dragged') || part.querySelector(':is(input, textarea, select):focus');

/** Replaces a part by its fresh copy and puts scroll, opened details and focus back. */
function renew(old, fresh) {
  const scrolls = [...old.querySelectorAll(SCROLLERS)].map((part) => [part.scrollLeft, part.scrollTop]);
  const details = [...old.querySelectorAll('details[id]')].map((part) => [part.id, part.open]);
  const focused = old.querySelector(':focus');
  const name = focused?.id ? 'id' : 'href';
  const value = focused?.getAttribute(name);
  old.replaceWith(fresh);
  fresh.querySelectorAll(SCROLLERS).forEach((part, at) => part.scrollTo(...(scrolls[at] ?? [0, 0])));
  for (const [id, isOpen] of details) fresh.querySelector(`#${CSS.escape(id)}`)?.toggleAttribute('open', isOpen);
  if (value) fresh.querySelector(`[${name}="${CSS.escape(value)}"]`)?.focus({ preventScroll: true });
}

/** What changed may be news: the bell says what the fresh page's says. */
function ring(page) {
  const bell = document.getElementById('bell');
  const fresh = page.getElementById('bell');
  if (bell && fresh && !bell.matches(':focus')) bell.replaceWith(fresh);
}

/** Asks whether the version changed and, if so, renews the part. Answers the next pause; null stops asking. */
async function ask(source, pause) {
  const { poll, pollTarget, version } = source.dataset;
  const answer = await fetch(poll, { headers: { 'If-None-Match': `"${version}"` } });
  if (answer.status === 401 || answer.status === 403) return null;
  if (answer.status !== 304 && !answer.ok) throw new Error(`poll answered ${answer.status}`);
  const old = document.getElementById(pollTarget);
  if (answer.status === 304 || !old || isBusy(old)) return PAUSE;
  const address = location.href;
  const { page } = await fetchPage(address);
  const fresh = page?.getElementById(pollTarget);
  if (!fresh || address !== location.href || !old.isConnected || isBusy(old)) return PAUSE;
  source.dataset.version = page.querySelector('[data-poll]')?.dataset.version ?? version;
  renew(old, fresh);
  ring(page);
  return PAUSE;
}

function keepAsking(pause) {
  setTimeout(async () => {
    const source = document.hidden ? null : document.querySelector('[data-poll]');
    const next = source ? await ask(source, pause).catch(() => Math.min(pause * 2, 60000)) : pause;
    if (next) keepAsking(next);
  }, pause);
}

/** Minutes left of a hold in the page's language; the text changes, and so speaks, at most once a minute. */
function count(part) {
  const left = Math.max(Math.ceil((Date.parse(part.dataset.countdown) - Date.now()) / 60000), 0);
  const words = { style: 'unit', unit: 'minute', unitDisplay: 'long' };
  const text = new Intl.NumberFormat(document.documentElement.lang, words).format(left);
  if (part.textContent !== text) part.textContent = text;
  const end = left === 0 && document.getElementById(part.dataset.countdownEnd);
  if (!end) return;
  end.hidden = false;
  part.closest('.hold')?.remove();
}

keepAsking(PAUSE);
setInterval(() => document.querySelectorAll('[data-countdown]').forEach(count), 1000);
// A toast's own bar is its clock (core.css): it pauses under pointer and focus, and its end is the toast's end.
document.addEventListener('animationend', (event) => event.animationName === 'drain' && event.target.remove());

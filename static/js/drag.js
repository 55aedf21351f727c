// An appointment taken into the hand: by pointer, its lower edge for the length, or by M and the arrow keys. What is done
// with it is the form behind "Move": fetched when it is taken up, checked where it hovers, sent where it is put down.
// M once more opens that form.
import { fetchPage } from './page.js';
import { send } from './forms.js';

const STEP = 5;
const EDGE = 8;
const HOLD = 400; // milliseconds a finger rests before it drags rather than scrolls
let hand = null;

const number = (item, name) => Number(getComputedStyle(item).getPropertyValue(name));
const note = () => document.getElementById('drag');
const say = (text) => { if (note()) note().textContent = text; };
const columns = () => [...document.querySelectorAll('.cal-col')];

/** Date and resource of a column, as its own link to a new appointment says them. */
function placeOf(column) {
  const link = column.querySelector('.cal-head a[href*="/appointments/new"]');
  return link ? new URL(link.href).searchParams : null;
}

/** What is in the hand: the item, where it came from, and where it is now. */
function take(item, isResize) {
  const column = item.closest('.cal-col');
  const body = item.closest('.cal-body');
  const minutes = number(item, '--dh') * 60 + number(item, '--dm');
  const start = number(item, '--h') * 60 + number(item, '--m');
  const [first, last] = [number(body, '--h0') * 60, number(body, '--h1') * 60];
  hand = {
    item, isResize, first, last, minute: body.clientHeight / (last - first), from: { column, start, minutes },
    to: { column, start, minutes }, next: item.nextElementSibling, list: body, words: item.querySelector('time').textContent,
    form: fetchPage(item.querySelector('[data-item-key="m"]').href).then(({ page }) => page?.querySelector('form[action$="/time"]')),
  };
  item.classList.add('is-dragged');
  say(note().dataset.help);
}

const isMoved = ({ from, to }) => from.column !== to.column || from.start !== to.start || from.minutes !== to.minutes;
const clock = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** In the style of the page: its own times say whether the clock has twelve hours. */
function words({ start, minutes }) {
  const hourCycle = /m/i.test(hand.words.replace(/[^a-z]/gi, '')) ? 'h12' : 'h23';
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { hour: 'numeric', minute: '2-digit', hourCycle, timeZone: 'UTC' });
  return format.formatRange(new Date(start * 60000), new Date((start + minutes) * 60000));
}

function draw() {
  const { item, to, from } = hand;
  const list = to.column.querySelector('.cal-body');
  if (item.parentElement !== list) list.append(item);
  const values = { '--h': Math.floor(to.start / 60), '--m': to.start % 60, '--dh': Math.floor(to.minutes / 60), '--dm': to.minutes % 60 };
  for (const [name, value] of Object.entries(values)) item.style.setProperty(name, value);
  for (const name of ['--lane', '--of']) isMoved(hand) ? item.style.setProperty(name, 1) : item.style.removeProperty(name);
  item.querySelector('time').textContent = isMoved({ from, to }) ? words(to) : hand.words;
}

function move(change) {
  const { to, first, last, isResize } = hand;
  const next = { ...to, ...change };
  next.minutes = Math.max(STEP, Math.min(next.minutes, last - next.start, 720));
  next.start = Math.max(first, Math.min(next.start, last - next.minutes));
  if (!placeOf(next.column)) next.column = to.column;
  if (next.start === to.start && next.minutes === to.minutes && next.column === to.column) return;
  hand.to = isResize ? { ...next, start: to.start, column: to.column } : next;
  draw();
  clearTimeout(hand.timer);
  hand.timer = setTimeout(check, 250, hand);
}

/** Writes the place into the form as if somebody had typed it. A column without a person keeps the person. */
function fill(form, { to, from }) {
  const place = placeOf(to.column);
  form.elements.date.value = place?.get('start') ?? form.elements.date.value;
  form.elements.time.value = clock(to.start);
  form.elements.minutes.value = to.minutes;
  form.querySelectorAll('[name=offset]').forEach((field) => field.remove());
  if (to.column === from.column) return;
  for (const [name, field] of [['with', 'practitioner'], ['room', 'room'], ['device', 'device']]) {
    if (place?.get(name)) form.elements[field].value = place.get(name);
  }
}

/** Asks what would be in the way there, and says it. */
async function check(asked) {
  const form = await asked.form.catch(() => null);
  if (!form || asked !== hand) return;
  fill(form, hand);
  const fields = new URLSearchParams(new FormData(form));
  fields.set('check', '1');
  const { to } = hand;
  const { page } = await fetchPage(form.action, { method: 'POST', body: fields }).catch(() => ({}));
  if (asked !== hand || to !== hand.to) return;
  const clash = page?.querySelector('#conflict li')?.textContent.trim();
  hand.item.classList.toggle('is-clash', Boolean(clash));
  say(`${words(to)}: ${clash ?? note().dataset.free}`);
}

function letGo() {
  clearTimeout(hand.timer);
  hand.item.classList.remove('is-dragged', 'is-clash');
  const gone = hand;
  hand = null;
  say('');
  return gone;
}

function putBack() {
  hand.to = hand.from;
  draw();
  const { item, list, next } = letGo();
  for (const name of ['--h', '--m', '--dh', '--dm', '--lane', '--of']) item.style.removeProperty(name);
  list.insertBefore(item, next);
  item.querySelector('.appt').focus({ preventScroll: true });
}

/** The answer is a page: the calendar with a toast that takes it back, or the form with what is in the way. */
async function putDown() {
  if (!isMoved(hand)) return putBack();
  const held = hand;
  const form = await held.form.catch(() => null);
  if (!form || held !== hand) return form ? undefined : location.assign(held.item.querySelector('[data-item-key="m"]').href);
  fill(form, held);
  letGo();
  held.item.setAttribute('aria-busy', 'true');
  if (!(await send(form).catch(() => false))) location.reload();
}

// By pointer.

function follow(event) {
  const { item, grip, isResize, first, minute } = hand;
  const body = (columns().find((column) => {
    const box = column.getBoundingClientRect();
    return event.clientX >= box.left && event.clientX < box.right;
  }) ?? hand.to.column).querySelector('.cal-body');
  const at = (event.clientY - body.getBoundingClientRect().top) / minute + first;
  const snap = (value) => Math.round(value / STEP) * STEP;
  if (isResize) move({ minutes: snap(at - grip - hand.to.start) });
  else move({ column: body.closest('.cal-col'), start: snap(at - grip) });
  item.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function press(event) {
  const item = event.target.closest('.cal-item:has([data-item-key="m"])');
  if (!item || hand || event.button !== 0 || !event.isPrimary || !event.target.closest('.appt')) return;
  const box = item.getBoundingClientRect();
  const begin = { x: event.clientX, y: event.clientY };
  const isTouch = event.pointerType === 'touch';
  const stop = new AbortController();
  let rested = !isTouch;
  const rest = () => { rested = true; item.classList.add('is-held'); navigator.vibrate?.(20); };
  const timer = isTouch ? setTimeout(rest, HOLD) : 0;
  const end = () => { clearTimeout(timer); item.classList.remove('is-held'); stop.abort(); };
  addEventListener('pointermove', (move) => {
    const far = Math.hypot(move.clientX - begin.x, move.clientY - begin.y) > 5;
    if (!hand && far && !rested) return end();
    if (!hand && far) {
      take(item, box.bottom - begin.y < EDGE);
      hand.grip = (begin.y - (hand.isResize ? box.bottom : box.top)) / hand.minute;
    }
    if (hand) follow(move);
  }, { signal: stop.signal });
  addEventListener('touchmove', (move) => hand && move.preventDefault(), { signal: stop.signal, passive: false });
  // What a phone offers for a link that is pressed long would end the drag.
  addEventListener('contextmenu', (menu) => isTouch && menu.preventDefault(), { signal: stop.signal });
  addEventListener('pointerup', () => {
    end();
    if (!hand) return;
    // The link under the pointer is not what was meant.
    const ignore = (click) => click.preventDefault();
    addEventListener('click', ignore, { capture: true, once: true });
    setTimeout(() => removeEventListener('click', ignore, { capture: true }), 0);
    putDown();
  }, { signal: stop.signal });
  addEventListener('pointercancel', () => { end(); if (hand) putBack(); }, { signal: stop.signal });
}

document.addEventListener('pointerdown', press);
document.addEventListener('dragstart', (event) => event.target.closest?.('.appt') && event.preventDefault());

// By key.

const isM = ({ key, code }) => key.toLowerCase() === 'm' || (!/^[!-~]$/.test(key) && code === 'KeyM');

function beside(step) {
  const all = columns();
  return all[all.indexOf(hand.to.column) + (document.dir === 'rtl' ? -step : step)] ?? hand.to.column;
}

const ACTS = {
  ArrowUp: ({ shiftKey }) => move(shiftKey ? { minutes: hand.to.minutes - STEP } : { start: hand.to.start - STEP }),
  ArrowDown: ({ shiftKey }) => move(shiftKey ? { minutes: hand.to.minutes + STEP } : { start: hand.to.start + STEP }),
  ArrowLeft: () => move({ column: beside(-1) }),
  ArrowRight: () => move({ column: beside(1) }),
  Enter: putDown,
  m: () => location.assign(hand.item.querySelector('[data-item-key="m"]').href),
  Escape: putBack,
};

document.addEventListener('keydown', (event) => {
  if (hand) {
    event.preventDefault();
    event.stopPropagation();
    ACTS[isM(event) ? 'm' : event.key]?.(event);
    return;
  }
  const item = event.target.closest?.('.cal-item:has([data-item-key="m"])');
  if (!item || !isM(event) || event.ctrlKey || event.metaKey || event.altKey || document.body.dataset.shortcuts === 'off') return;
  event.preventDefault();
  take(item, false);
}, { capture: true });

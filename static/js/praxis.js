// Praxis in the browser: every page works without this; it makes them faster and quieter.
import { focusStart } from './page.js';
import './forms.js';
import './live.js';
import './keys.js';
import './passkeys.js';

/** What only some pages need: a calendar to drag in, a session of staff that locks. */
const PARTS = { '.cal': './drag.js', 'body.staff': './lock.js' };
function load() {
  for (const [place, part] of Object.entries(PARTS)) if (document.querySelector(place)) import(part);
}
load();
document.addEventListener('shown', load);
/** data-continue on a form: goes on by itself. Its button is for browsers without script. */
document.querySelector('form[data-continue]')?.requestSubmit();
/** data-dialog="id" on a link or button opens that dialog in place; Esc and form method="dialog" close it. */
document.addEventListener('click', (event) => {
  const dialog = document.getElementById(event.target.closest('[data-dialog]')?.dataset.dialog);
  if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  dialog.showModal();
});
/** On a phone the days of a strip scroll: the chosen one comes to the middle of it. */
const middle = (part) => part.getBoundingClientRect().left + part.clientWidth / 2;
for (const day of document.querySelectorAll('.strip-days > [aria-current]')) {
  day.parentElement.scrollBy(middle(day) - middle(day.parentElement), 0);
}
/** Times that are shown in another zone than the browser's own, where the two clocks differ: the way to its own. */
function clockIn(timeZone) {
  const style = { dateStyle: 'short', timeStyle: 'short' };
  try { return new Intl.DateTimeFormat('en', { ...style, timeZone }).format(); } catch { return null; } // an old browser
}
for (const part of document.querySelectorAll('[data-own-zone]')) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const clocks = [clockIn(own), clockIn(part.dataset.ownZone)];
  if (!own || clocks.includes(null) || clocks[0] === clocks[1]) continue;
  const link = part.querySelector('a');
  const choices = new URLSearchParams(link.search);
  choices.set('zone', own);
  link.search = choices;
  link.querySelector('bdi').textContent = own.replaceAll('_', ' ');
  part.hidden = false;
}
focusStart({ always: false });

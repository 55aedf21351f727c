// Locks the page where it stands when the session locks, and opens it again in place: what was typed stays.
import { fetchPage } from './page.js';

const ASK = 20000;
const ASK_WHILE_LOCKED = 4000;
const TELL = 60000;
let isAtWork = false;
let told = Date.now();
let dialog = null;

for (const kind of ['pointerdown', 'keydown', 'input']) {
  addEventListener(kind, () => { isAtWork = !dialog; }, { capture: true, passive: true });
}

/** Seconds until the lock; null when it cannot be known. Work that sent nothing is told first, once a minute. */
async function secondsLeft() {
  if (isAtWork && Date.now() - told > TELL) {
    [isAtWork, told] = [false, Date.now()];
    await fetch('/session/activity', { redirect: 'manual' });
  }
  const answer = await fetch('/session', { redirect: 'manual' });
  return answer.status === 200 ? Number(await answer.text()) : null;
}

function close() {
  dialog?.remove();
  dialog = null;
}

/** The form for the factor as the server writes it, in a dialog that hides the page and does not go away by Esc. */
function show(page) {
  if (!dialog) {
    dialog = document.createElement('dialog');
    dialog.className = 'dialog lock';
    dialog.addEventListener('cancel', (event) => event.preventDefault());
    dialog.addEventListener('keydown', (event) => event.key === 'Escape' && event.preventDefault());
    dialog.addEventListener('submit', unlock);
    document.body.append(dialog);
    dialog.showModal();
  }
  const main = page.querySelector('main');
  dialog.setAttribute('aria-label', main.querySelector('h1').textContent);
  dialog.replaceChildren(...main.childNodes);
  dialog.querySelector('[name=proof]').focus();
}

async function unlock(event) {
  const form = event.target;
  if (!form.matches('[data-confirmation]')) return;
  event.preventDefault();
  const { response, page } = await fetchPage(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
  if (response.status === 422 && page) show(page);
  else if (new URL(response.url).pathname.startsWith('/sign-in')) location.assign(response.url);
  else close();
}

async function lock() {
  const { response, page } = await fetchPage('/session/confirmation');
  if (response.status === 423 && page) show(page);
}

let timer;
async function watch() {
  clearTimeout(timer);
  if (document.body.matches('.staff') && !document.hidden) {
    const left = await secondsLeft().catch(() => null);
    if (left === 0 && !dialog) await lock().catch(() => {});
    if (left > 0) close(); // unlocked in another tab
  }
  clearTimeout(timer);
  timer = setTimeout(watch, dialog ? ASK_WHILE_LOCKED : ASK);
}

timer = setTimeout(watch, ASK);
document.addEventListener('visibilitychange', watch);

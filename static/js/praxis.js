// Praxis in the browser: every page works without this; it makes them faster and quieter.
import { focusStart } from './page.js';
import './forms.js';
import './live.js';
import './keys.js';
import './lock.js';
import './passkeys.js';

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
focusStart({ always: false });

// Single-key shortcuts (data-key on links, buttons, fields; data-item-key beside the appointment in focus), and J, K
// or arrows from appointment to appointment.
// They never fire while typing, with Ctrl, Alt or Meta, or under a dialog; <body data-shortcuts="off"> ends them.
import { OVERLAYS } from './page.js';

const MIRRORED = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' };
const STEPS = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };

/** The key's Latin letter whatever the layout, so that T is T on a Hebrew keyboard; arrows follow the reading. */
function nameOf({ key, code }) {
  if (document.dir === 'rtl' && MIRRORED[key]) return MIRRORED[key];
  if (/^[!-~]$/.test(key)) return key.toLowerCase();
  return code.startsWith('Key') ? code.slice(3).toLowerCase() : key;
}

function isForOthers(event) {
  return document.body.dataset.shortcuts === 'off' || event.defaultPrevented || event.isComposing
    || event.ctrlKey || event.metaKey || event.altKey || document.querySelector(OVERLAYS)
    || event.target.closest('input, textarea, select, [contenteditable]');
}

/** The element the key leads to; arrows belong to appointments once one has focus, and to scrolled regions. */
function goal(key, from) {
  const at = from.closest('.appt');
  const isArrow = key.startsWith('Arrow');
  if (isArrow && from.matches('[tabindex="0"]')) return null;
  const own = at?.closest('li')?.querySelector(`[data-item-key="${CSS.escape(key)}"]`);
  if (own) return own;
  if (!STEPS[key] || (isArrow && !at)) return document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const all = [...document.querySelectorAll('.appt')];
  return all.at(at ? Math.min(Math.max(all.indexOf(at) + STEPS[key], 0), all.length - 1) : STEPS[key] > 0 ? 0 : -1);
}

document.addEventListener('keydown', (event) => {
  const key = nameOf(event);
  const target = isForOthers(event) ? null : goal(key, event.target);
  if (!target) return;
  event.preventDefault();
  if (STEPS[key] || target.matches('input')) target.focus();
  else target.click();
});

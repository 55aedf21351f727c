// Fetching, parsing and swapping our own pages. The only place that turns text into elements.

/** The one Trusted Types policy (the server's CSP names it); it sees same-origin HTML only, see `fetchPage`. */
const rules = { createHTML: (html) => html };
const policy = window.trustedTypes ? window.trustedTypes.createPolicy('praxis', rules) : rules;

/** What lies over the page while open. Browsers without popovers would throw on the selector. */
export const OVERLAYS = CSS.supports('selector(:popover-open)') ? 'dialog[open], :popover-open' : 'dialog[open]';

/** Answers { url, page, response }; page is null unless the answer is HTML of our own origin. */
export async function fetchPage(url, options = {}) {
  const response = await fetch(url, { ...options, headers: { Accept: 'text/html' } });
  const isOurs = new URL(response.url).origin === location.origin;
  const isPage = (response.headers.get('Content-Type') ?? '').startsWith('text/html');
  const text = isOurs && isPage ? policy.createHTML(await response.text()) : null;
  return { url: response.url, response, page: text && new DOMParser().parseFromString(text, 'text/html') };
}

const shell = (page) => [page.documentElement.lang, page.body.className, page.querySelector('main')?.className].join();
export const hasSameShell = (page) => shell(page) === shell(document);

/** Shows another page in place: main, toasts and title; all of the body when the page around main differs. */
export function showPage(page) {
  document.title = page.title;
  if (!hasSameShell(page)) {
    document.body.replaceWith(page.body);
    return document.dispatchEvent(new Event('shown'));
  }
  document.querySelector('#toasts')?.replaceChildren(...(page.querySelector('#toasts')?.childNodes ?? []));
  document.querySelector('main').replaceWith(page.querySelector('main'));
  document.dispatchEvent(new Event('shown'));
}

/** Focus goes to the error summary, else to the heading: after a swap always, after a load only where asked. */
export function focusStart({ always }) {
  const target = document.querySelector('.error-summary')
    ?? document.querySelector(`main ${always ? 'h1' : '[data-focus]'}`);
  target?.setAttribute('tabindex', '-1');
  target?.focus({ preventScroll: always });
  if (always) target?.scrollIntoView({ block: 'center' });
}

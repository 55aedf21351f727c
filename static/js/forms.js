// Forms with data-enhance: sent by fetch, the answer shown in place. Anything unexpected: the browser sends them.
import { fetchPage, focusStart, hasSameShell, showPage } from './page.js';

const here = () => location.pathname + location.search;
let shown = here();

/** The fields as the browser would send them, the pressed button included, line ends as CR LF. */
function fieldsOf(form, button) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) fields.append(name, value.replace(/\r?\n/g, '\r\n'));
  if (button?.name) fields.append(button.name, button.value);
  return fields;
}

/** False when the answer is nothing we can show, and the browser had better ask itself. */
export async function send(form, button) {
  const isPost = form.method === 'post';
  const target = new URL(button?.getAttribute('formaction') ?? form.getAttribute('action') ?? '', location.href);
  const fields = fieldsOf(form, button);
  if (!isPost) target.search = fields;
  const { url, page, response } = await fetchPage(target, isPost ? { method: 'POST', body: fields } : {});
  const isElsewhere = response.redirected || !isPost;
  if (isElsewhere && !(page && hasSameShell(page))) location.assign(url); // what was to be done is done
  else if (!page) return false;
  else {
    if (isElsewhere) history.pushState(null, '', url);
    shown = here();
    showPage(page);
    focusStart({ always: true });
  }
  return true;
}

async function submit(event) {
  const { target: form, submitter: button } = event;
  if (event.defaultPrevented || form.dataset.enhance !== '' || form.enctype === 'multipart/form-data') return;
  event.preventDefault();
  if (form.hasAttribute('aria-busy')) return;
  for (const part of [form, button]) part?.setAttribute('aria-busy', 'true');
  const isDone = await send(form, button).catch(() => false);
  for (const part of [form, button]) part?.removeAttribute('aria-busy');
  if (isDone) return;
  form.dataset.enhance = 'off';
  form.requestSubmit(button);
}

document.addEventListener('submit', submit);
// Back and forward over swapped pages load them freshly; fragment links within a page are left alone.
addEventListener('popstate', () => { if (here() !== shown) location.reload(); });

// Passkeys: fills the answer of the device into the form the server wrote, and sends it.
// data-passkey="address" on a form: the address gives a challenge as text. data-passkey-create: makes a new key.

const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const encode = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const isSupported = () => Boolean(window.PublicKeyCredential && navigator.credentials);

let waiting = null; // ends the conditional request when the button starts one of its own

const prefix = (form) => (form.matches('[data-passkey-create]') ? 'new-passkey-' : 'passkey-');

function fill(form, { rawId, response }, data) {
  const parts = { id: rawId, 'client-data': response.clientDataJSON, 'authenticator-data': data };
  if (response.signature) parts.signature = response.signature;
  for (const [name, bytes] of Object.entries(parts)) form.elements[prefix(form) + name].value = encode(bytes);
}

async function sign(form, options = {}) {
  const answer = await fetch(form.dataset.passkey, { redirect: 'manual' });
  if (answer.status !== 200) return;
  const challenge = decode(await answer.text());
  const credential = await navigator.credentials.get({ ...options, publicKey: { challenge, userVerification: 'required' } });
  if (!credential) return;
  fill(form, credential, credential.response.authenticatorData);
  form.requestSubmit();
}

async function create(form) {
  const { challenge, site, userId, userName, known } = form.dataset;
  const credential = await navigator.credentials.create({ publicKey: {
    challenge: decode(challenge),
    rp: { id: site, name: 'Praxis' },
    user: { id: decode(userId), name: userName, displayName: userName },
    pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: known.split(' ').filter(Boolean).map((id) => ({ type: 'public-key', id: decode(id) })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    attestation: 'none',
  } });
  fill(form, credential, credential.response.getAuthenticatorData());
  form.requestSubmit();
}

const isFilled = (form) => form.elements[`${prefix(form)}id`].value !== '';

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('[data-passkey], [data-passkey-create]') || isFilled(form) || !isSupported()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  waiting?.abort();
  const work = form.matches('[data-passkey]') ? sign(form) : create(form);
  work.catch(() => {}); // the person cancelled, or has no key here: the page stays as it is
}, { capture: true });

/** Shows the buttons where the browser can, and lets it offer a key while the address is typed. */
async function offer(root) {
  if (!isSupported()) {
    root.querySelectorAll('[data-passkey-unsupported]').forEach((part) => { part.hidden = false; });
    return;
  }
  root.querySelectorAll('[data-passkey] button').forEach((button) => { button.hidden = false; });
  const form = root.querySelector('[data-passkey-conditional]');
  if (!form || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  waiting = new AbortController();
  await sign(form, { mediation: 'conditional', signal: waiting.signal });
}

new MutationObserver(() => {
  if (isSupported()) document.querySelectorAll('[data-passkey] button[hidden]').forEach((button) => { button.hidden = false; });
}).observe(document.documentElement, { childList: true, subtree: true });
offer(document).catch(() => {});

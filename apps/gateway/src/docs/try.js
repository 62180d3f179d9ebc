// Sends calls from the documentation page. It signs them here, so that the secret never leaves the page.

const KEPT = ['clientId', 'apiSecret', 'audience'];
const credentials = document.querySelector('#credentials');
const state = document.querySelector('#credentials-state');
const field = (name) => credentials.elements.namedItem(name);

const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
const bytesOf = (text) => new TextEncoder().encode(text);

/** A JWT, HS256 with the text of the secret as the key, good for five minutes. */
async function sign(clientId, secret, audience) {
  if (globalThis.crypto.subtle === undefined) {
    throw new Error('A browser signs only on pages that come over https or from localhost.');
  }
  const claims = { iss: clientId, aud: audience, exp: Math.floor(Date.now() / 1000) + 300 };
  const text = [{ alg: 'HS256', typ: 'JWT' }, claims]
    .map((part) => base64url(bytesOf(JSON.stringify(part))))
    .join('.');
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', bytesOf(secret), algorithm, false, ['sign']);
  const signature = await crypto.subtle.sign('HMAC', key, bytesOf(text));
  return `${text}.${base64url(new Uint8Array(signature))}`;
}

function keep() {
  for (const name of KEPT) sessionStorage.setItem(`gatehouse-docs-${name}`, field(name).value);
}

function recall() {
  for (const name of KEPT) {
    const kept = sessionStorage.getItem(`gatehouse-docs-${name}`);
    if (kept !== null) field(name).value = kept;
  }
}

function forget() {
  for (const name of KEPT) sessionStorage.removeItem(`gatehouse-docs-${name}`);
  state.textContent = 'Forgotten.';
}

/** The request that a form's fields describe. */
async function requestOf(form) {
  const { method, path, signed } = form.dataset;
  const headers = new Headers();
  const query = new URLSearchParams();
  let url = path;
  let body;
  for (const control of form.querySelectorAll('[data-in]')) {
    const { name, value } = control;
    const part = control.dataset.in;
    if (part === 'path') {
      if (value === '') throw new Error(`${name} is needed: it is part of the path.`);
      url = url.replace(`{${name}}`, encodeURIComponent(value));
    } else if (part === 'body' && value.trim() !== '') {
      body = value;
      headers.set('content-type', control.dataset.type);
    } else if (part === 'query' && name.endsWith('[]')) {
      for (const each of value.split(/[\s,]+/)) if (each !== '') query.append(name, each);
    } else if (part === 'query' && value !== '') query.set(name, value);
    else if (part === 'header' && value !== '') headers.set(name, value);
  }
  const secret = field('apiSecret').value;
  if (signed !== undefined && secret !== '') {
    const token = await sign(field('clientId').value, secret, field('audience').value);
    headers.set('authorization', `Bearer ${token}`);
  }
  const search = query.toString();
  const options = { method, headers, body, cache: 'no-store', credentials: 'omit', redirect: 'manual' };
  return { url: search === '' ? url : `${url}?${search}`, options };
}

function element(name, text, more = {}) {
  return Object.assign(document.createElement(name), { textContent: text, ...more });
}

function scrollable(text, label) {
  const block = element('pre', text, { tabIndex: 0 });
  block.setAttribute('role', 'region');
  block.setAttribute('aria-label', label);
  return block;
}

function readable(text, contentType) {
  if (!contentType?.includes('json')) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function send(form) {
  const { url, options } = await requestOf(form);
  const began = performance.now();
  const response = await fetch(url, options);
  const text = await response.text();
  const took = Math.round(performance.now() - began);
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  const unsigned = form.dataset.signed !== undefined && !options.headers.has('authorization');
  return [
    element('p', `${options.method} ${url}`, { className: 'docs-faint' }),
    element('p', `${response.status} ${response.statusText}`, { className: 'govuk-!-font-weight-bold' }),
    element('p', `${took} ms${unsigned ? ', sent without a token: there is no API secret above' : ''}`, {
      className: 'docs-faint',
    }),
    scrollable(headers, 'Headers of the answer'),
    ...(text === ''
      ? [element('p', 'No body')]
      : [scrollable(readable(text, response.headers.get('content-type')), 'Body of the answer')]),
  ];
}

async function answer(event) {
  const form = event.target.closest('form.docs-try');
  if (form === null) return;
  event.preventDefault();
  const result = form.querySelector('.docs-result');
  result.replaceChildren(element('p', 'Sending…'));
  try {
    result.replaceChildren(...(await send(form)));
  } catch (error) {
    result.replaceChildren(element('p', `Not sent: ${error.message}`, { className: 'govuk-error-message' }));
  }
}

/** Opens the element that the address points at, and those around it. */
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let around = target; around !== null; around = around.parentElement) {
    if (around.localName === 'details') around.open = true;
  }
  target?.scrollIntoView();
}

recall();
credentials.addEventListener('input', keep);
credentials.addEventListener('reset', forget);
credentials.addEventListener('submit', (event) => event.preventDefault());
document.addEventListener('submit', answer);
addEventListener('hashchange', reveal);
if (matchMedia('(min-width: 62rem)').matches) document.querySelector('.docs-contents').open = true;
if (location.hash !== '') reveal();
